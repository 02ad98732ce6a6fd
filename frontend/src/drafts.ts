// Nothing typed is lost: what stands in a form with `data-draft="<id>"` is kept on this device until the server took it.
// The server takes it by answering without this form or with `data-draft-done="<id>"` on any later page.
import { each, words } from "./each";

// Drafts belong to an account: the next person at this machine sees none of them, and signing out takes them away.
const PREFIX = `gasloop-draft:${document.body.dataset["account"] ?? "public"}:`;
const ANY_PREFIX = "gasloop-draft:";
const PENDING = "gasloop-draft-sent";
const WAIT_MS = 500;
const KEPT_DAYS = 7;
const DAY_MS = 24 * 3600 * 1000;
const NOT_KEPT = new Set(["csrfmiddlewaretoken"]);
const NOT_KEPT_TYPES = new Set(["password", "file", "submit", "button"]);

interface Draft {
  at: number;
  fields: [string, string][];
}

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function fieldsOf(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(
    (e): e is Field =>
      (e instanceof HTMLInputElement || e instanceof HTMLSelectElement || e instanceof HTMLTextAreaElement) &&
      e.name !== "" &&
      !NOT_KEPT.has(e.name) &&
      !NOT_KEPT_TYPES.has(e.type),
  );
}

function isChoice(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");
}

function chosen(field: Field): string[] {
  if (isChoice(field)) return field.checked ? [field.value] : [];
  if (field instanceof HTMLSelectElement) return [...field.selectedOptions].map((option) => option.value);
  return [field.value];
}

function read(form: HTMLFormElement): [string, string][] {
  return fieldsOf(form).flatMap((field) => chosen(field).map((value): [string, string] => [field.name, value]));
}

function fill(form: HTMLFormElement, fields: [string, string][]): void {
  for (const field of fieldsOf(form)) {
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (isChoice(field)) field.checked = values.includes(field.value);
    else if (field instanceof HTMLSelectElement) {
      for (const option of field.options) option.selected = values.includes(option.value);
    } else if (values[0] !== undefined) field.value = values[0];
    field.dispatchEvent(new Event("draft:filled", { bubbles: true }));
  }
}

function load(id: string): Draft | null {
  return stored(PREFIX + id);
}

function stored(key: string): Draft | null {
  try {
    const text = localStorage.getItem(key);
    return text ? (JSON.parse(text) as Draft) : null;
  } catch {
    return null;
  }
}

function save(id: string, draft: Draft): boolean {
  try {
    localStorage.setItem(PREFIX + id, JSON.stringify(draft));
    askBeforeLeaving();
    return true;
  } catch {
    return false; // full or forbidden: the note then says nothing was kept
  }
}

function forget(id: string): void {
  localStorage.removeItem(PREFIX + id);
  askBeforeLeaving();
}

function mine(): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
}

/** Signing out deletes the account's drafts from this machine; while there are some, it asks first. */
function askBeforeLeaving(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-sign-out]");
  if (!form) return;
  if (mine().length > 0) form.dataset["confirm"] = form.dataset["signOut"] ?? "";
  else delete form.dataset["confirm"];
}

function note(form: HTMLFormElement, text: string): void {
  const place = form.querySelector("[data-draft-note]");
  if (place) place.textContent = text;
}

function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
}

function start(form: HTMLFormElement): void {
  const id = form.dataset["draft"];
  if (!id) return;
  const draft = load(id);
  const answered = form.querySelector(".error-summary, .field-error") !== null;
  if (draft && !answered && JSON.stringify(draft.fields) !== JSON.stringify(read(form))) {
    fill(form, draft.fields);
    note(form, words(`已恢复 ${clockTime(draft.at)} 的草稿`, `Draft of ${clockTime(draft.at)} restored`));
  }
  let timer = 0;
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => keep(form, id), WAIT_MS);
  });
  form.addEventListener("submit", () => {
    window.clearTimeout(timer);
    keep(form, id);
    sessionStorage.setItem(PENDING, id);
  });
}

function keep(form: HTMLFormElement, id: string): void {
  const at = Date.now();
  const kept = save(id, { at, fields: read(form) });
  note(
    form,
    kept
      ? words(`已保存草稿 ${clockTime(at)}`, `Draft saved ${clockTime(at)}`)
      : words("本机存储已满，草稿没有保存", "Storage is full, the draft was not saved"),
  );
}

/** The page after a submission: a refusal or an error page keeps the draft, anything else lets it go. */
function settle(): void {
  const sent = sessionStorage.getItem(PENDING);
  if (!sent) return;
  sessionStorage.removeItem(PENDING);
  const shownAgain = document.querySelector(`form[data-draft="${CSS.escape(sent)}"]`) !== null;
  if (!shownAgain && document.querySelector(".error-code, [data-sign-in]") === null) forget(sent);
}

function sweep(): void {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(ANY_PREFIX)) continue;
    const draft = stored(key);
    if (!draft || Date.now() - draft.at > KEPT_DAYS * DAY_MS) localStorage.removeItem(key);
  }
}

export function startDrafts(): void {
  try {
    settle();
    sweep();
  } catch {
    return; // no storage in this browser: forms work, drafts do not
  }
  askBeforeLeaving();
  document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => mine().forEach((key) => localStorage.removeItem(key)));
  each<HTMLElement>("[data-draft-done]", (mark) => forget(mark.dataset["draftDone"] ?? ""));
  each<HTMLFormElement>("form[data-draft]", start);
}
