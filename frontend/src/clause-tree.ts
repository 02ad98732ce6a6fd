// The plan's tree: the chosen clause is marked and in view, also when it was fetched beside the tree.
export function startClauseTree(): void {
  const tree = document.querySelector<HTMLElement>("[data-clause-tree]");
  if (!tree) return;
  const chosen = tree.querySelector<HTMLElement>("[aria-current]");
  if (chosen) tree.scrollTop = chosen.offsetTop - tree.clientHeight / 3;
  tree.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link) return;
    tree.querySelector("[aria-current]")?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  });
}
