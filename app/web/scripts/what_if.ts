// What if: sliders beside the fields, a filter, and links without empty parts. The fields alone would do.
export {};

const form = document.querySelector<HTMLFormElement>("form.what-if");
const STEP = 5;

if (form) {
  document.documentElement.classList.add("live");

  const other = (axis: Element | null, kind: "range" | "score") =>
    axis?.querySelector<HTMLInputElement>(kind === "range" ? "input[type=range]" : "input.score");

  // The slider shows what the field says or, where that is empty or a word, what holds now.
  const follow = (score: HTMLInputElement) => {
    const range = other(score.closest(".axis"), "range");
    if (range) range.value = Number.isFinite(parseFloat(score.value)) ? score.value : score.dataset.now || "50";
  };
  for (const score of form.querySelectorAll<HTMLInputElement>("input.score")) follow(score);

  form.addEventListener("input", (event) => {
    const input = event.target as HTMLInputElement;
    if (input.type === "range") {
      const score = other(input.closest(".axis"), "score");
      if (score) score.value = input.value;
    } else if (input.matches(".score")) follow(input);
    else if (input.id === "show") filter(input.value);
  });

  // Arrow keys move an attitude, from what holds now.
  form.addEventListener("keydown", (event) => {
    const score = event.target as HTMLInputElement;
    if (event.key === "Enter" && score.id === "show") event.preventDefault(); // it filters while it is typed in
    const by = event.key === "ArrowUp" ? STEP : event.key === "ArrowDown" ? -STEP : 0;
    if (!by || !score.matches(".score")) return;
    event.preventDefault();
    const now = [score.value, score.dataset.now ?? "", "50"].map(parseFloat).find(Number.isFinite) ?? 50;
    score.value = String(Math.min(100, Math.max(0, Math.round(now) + by)));
    score.dispatchEvent(new Event("input", { bubbles: true }));
  });

  form.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("button");
    if (button?.matches(".back")) asItIs(button);
    if (button?.matches(".copy")) void copy(button);
  });

  const asItIs = (button: Element) => {
    const row = button.closest("tr");
    for (const input of row?.querySelectorAll<HTMLInputElement>("input") ?? []) {
      if (input.matches(".score")) input.value = "";
      if (input.type === "checkbox") input.checked = false;
      if (input.matches(".score")) follow(input);
    }
    row?.querySelector(".score")?.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const copy = async (button: HTMLButtonElement) => {
    const link = document.getElementById("link") as HTMLInputElement;
    link.select();
    await navigator.clipboard?.writeText(link.value).then(() => (button.textContent = button.dataset.copied ?? ""));
  };

  // Whoever is changed stays in view.
  const filter = (words: string) => {
    const wanted = words.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase().split(/\s+/);
    for (const row of form.querySelectorAll<HTMLTableRowElement>("tr.person")) {
      const shown = wanted.every((word) => row.dataset.words?.includes(word));
      row.hidden = !shown && !row.matches(":has(.score:not(:placeholder-shown), :checked)");
    }
  };

  // What it would change may take more room than before, and must not cover what is being changed.
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.target === form && form.contains(document.activeElement)) document.activeElement?.scrollIntoView({ block: "nearest" });
  });

  // Both htmx and the browser itself ask for what is in the form; what is empty says nothing.
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "" || name === "show") formData.delete(name);
  });
}
