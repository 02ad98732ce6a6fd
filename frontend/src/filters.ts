// A list's address names only the filters that are set, so that it can be read, kept and sent to a colleague.

interface Configured extends Event {
  detail: { ctx: { sourceElement: Element; request: { body: FormData | null } } };
}

export function startFilters(): void {
  document.addEventListener("htmx:config:request", (event) => {
    const { sourceElement, request } = (event as Configured).detail.ctx;
    if (!sourceElement.matches("[data-filters]") || !request.body) return;
    for (const name of new Set(request.body.keys())) {
      const values = request.body.getAll(name).filter((value) => value !== "");
      request.body.delete(name);
      for (const value of values) request.body.append(name, value);
    }
  });
}
