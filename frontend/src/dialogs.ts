// Dialogs: a question before an act that cannot be undone, and the list of keys.

function dialog(id: string): HTMLDialogElement | null {
  const found = document.getElementById(id);
  return found instanceof HTMLDialogElement ? found : null;
}

export function openDialog(id: string): void {
  const found = dialog(id);
  if (found && !found.open) found.showModal();
}

/** Ask; the promise tells whether the person agreed. */
export function confirmed(question: string): Promise<boolean> {
  const box = dialog("confirm");
  if (!box) return Promise.resolve(window.confirm(question));
  const place = box.querySelector("[data-confirm-words]");
  if (place) place.textContent = question;
  box.returnValue = "";
  box.showModal();
  return new Promise((resolve) => {
    box.addEventListener("close", () => resolve(box.returnValue === "yes"), { once: true });
  });
}

export function startDialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const opener = target?.closest<HTMLElement>("[data-open-dialog]");
    if (opener?.dataset["openDialog"]) openDialog(opener.dataset["openDialog"]);
    if (target?.closest("[data-close]")) target.closest("dialog")?.close();
    if (target?.closest("[data-confirm-yes]")) target.closest("dialog")?.close("yes");
    if (target?.closest("[data-print]")) window.print();
  });
  document.addEventListener("submit", (event) => void askFirst(event), true);
}

/** A form with `data-confirm` is sent only after a yes. */
async function askFirst(event: SubmitEvent): Promise<void> {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  const submitter = event.submitter;
  const question = submitter?.dataset["confirm"] ?? form.dataset["confirm"];
  if (!question || form.dataset["agreed"] === "1") {
    delete form.dataset["agreed"];
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  if (await confirmed(question)) {
    form.dataset["agreed"] = "1";
    form.requestSubmit(submitter);
  }
}
