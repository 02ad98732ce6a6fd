// After a list changes, say its sentence to screen readers: the eye sees the table change, the ear does not.

export function announce(text: string): void {
  const region = document.getElementById("announcer");
  if (!region) return;
  region.textContent = "";
  window.setTimeout(() => {
    region.textContent = text;
  }, 60);
}

export function startAnnouncing(): void {
  document.addEventListener("htmx:after:swap", () => {
    const text = document.querySelector("[data-announce]")?.textContent;
    if (text) announce(text);
  });
}
