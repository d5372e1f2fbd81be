// What the API answers for a map (see `AccountMap` in /docs), and the words that the page brings along.

export type Stance = "positive" | "neutral" | "negative" | "unknown";

export interface Department {
  id: string;
  name: string;
  parent_id: string | null;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Person {
  id: string;
  name: string;
  title: string | null;
  department_id: string | null;
  department: string | null;
  stance: Stance;
  closeness: number | null;
  solution_acceptance: number | null;
  price_acceptance: number | null;
  veto: boolean;
  approve: boolean;
  placeholder: boolean;
  outsider: boolean;
  x: number;
  y: number;
}

export interface Tie {
  from_id: string;
  to_id: string;
  kind: "REPORTS_TO" | "INFLUENCES" | "CONFLICTS_WITH" | "KNOWS";
  strength: number | null;
}

export interface AccountMap {
  account_id: string;
  account_name: string;
  as_of: string;
  departments: Department[];
  people: Person[];
  ties: Tie[];
}

export type Words = Record<string, string>;

/** A text with something filled in: `filled("found: {count}", { count: 3 })`. */
export const filled = (text: string | undefined, given: Record<string, string | number>) =>
  (text ?? "").replace(/\{(\w+)\}/g, (_, name: string) => String(given[name] ?? ""));
