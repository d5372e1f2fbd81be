// Import: drop files anywhere on their place, send only what was corrected, say how far it is, and what is too large.
export {};

const form = document.querySelector<HTMLFormElement>("form.import");
const EVERY_MS = 700;
const MEGABYTE = 2 ** 20;

if (form) {
  const files = form.querySelector<HTMLInputElement>("#files")!;
  const folder = form.querySelector<HTMLInputElement>("#folder")!;
  const drop = form.querySelector<HTMLElement>(".drop")!;
  const howFar = document.getElementById("how-far")!;
  const sending = howFar.innerHTML;
  const number = form.querySelector<HTMLInputElement>("[name=number]")!.value;

  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    drop.classList.remove("over");
    if (!event.dataTransfer?.files.length || event.target === folder) return;
    event.preventDefault();
    files.files = event.dataTransfer.files;
    files.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // Other files: what was said of the earlier ones, and corrected in them, is about those.
  for (const input of [files, folder]) {
    input.addEventListener("change", () => {
      (input === files ? folder : files).value = "";
      document.getElementById("report")?.replaceChildren();
    });
  }

  form.addEventListener("click", (event) => {
    const undo = (event.target as Element).closest(".undo");
    const next = undo && form.querySelector<HTMLElement>("#report .send");
    undo?.closest("li")?.remove();
    next?.focus();
  });

  form.addEventListener("formdata", ({ formData }) => {
    for (const input of form.querySelectorAll<HTMLInputElement>("input[name^='fix:']")) {
      if (!input.matches(".kept") && input.value === input.defaultValue) dropOne(formData, input);
    }
    const none = formData.getAll("files").every((file) => file instanceof File && !file.name);
    if (none) formData.delete("files");
  });

  // An earlier correction of the same cell stays; the newest one comes last and counts.
  const dropOne = (formData: FormData, input: HTMLInputElement) => {
    const kept = [...form.querySelectorAll<HTMLInputElement>("input.kept")].find((one) => one.name === input.name);
    formData.delete(input.name);
    if (kept) formData.append(kept.name, kept.value);
  };

  let asking: number | undefined;
  const ask = async () => {
    const answer = await fetch(`/import/progress?number=${encodeURIComponent(number)}`);
    if (answer.ok && asking !== undefined) howFar.innerHTML = await answer.text();
  };
  // Before anything is sent: what the server would refuse anyway, after all of it had gone there.
  document.addEventListener("htmx:config:request", (event) => {
    if (event.target !== form) return;
    const most = Number(files.dataset.mostMb);
    const size = [...(files.files ?? []), ...(folder.files ?? [])].reduce((sum, file) => sum + file.size, 0) / MEGABYTE;
    if (size <= most) return;
    event.preventDefault();
    const said = document.createElement("p");
    said.className = "problem";
    said.textContent = (files.dataset.tooLarge ?? "").replace("{size}", size.toFixed(0)).replace("{most}", String(most));
    document.getElementById("messages")?.replaceChildren(said);
  });

  document.addEventListener("htmx:before:request", (event) => {
    if (event.target !== form) return;
    howFar.innerHTML = sending;
    asking = window.setInterval(() => void ask().catch(() => undefined), EVERY_MS);
  });
  // The button that was pressed is gone, and what it led to begins above: go there.
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.target === form) form.querySelector<HTMLElement>("#report h2:not([data-seen])")?.focus();
    form.querySelector<HTMLElement>("#report h2")?.setAttribute("data-seen", "");
  });
  document.addEventListener("htmx:finally:request", (event) => {
    if (event.target !== form) return;
    window.clearInterval(asking);
    asking = undefined;
  });
}
