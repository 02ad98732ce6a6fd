// Parts of a page come and go with htmx: what starts an element runs for those there now and those that come.

const PREPARED = new WeakMap<Element, Set<string>>();

/** Run `start` once for every element that matches, now and after each swap. */
export function each<E extends Element>(selector: string, start: (element: E) => void): void {
  const run = (): void => {
    for (const element of document.querySelectorAll<E>(selector)) {
      const done = PREPARED.get(element) ?? new Set<string>();
      if (done.has(selector)) continue;
      done.add(selector);
      PREPARED.set(element, done);
      start(element);
    }
  };
  run();
  document.addEventListener("htmx:after:swap", run);
}

/** The language of the page, for the few words a script says itself. */
export function words(chinese: string, english: string): string {
  return document.documentElement.lang.startsWith("en") ? english : chinese;
}
