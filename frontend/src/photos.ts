// Photos chosen for a form: seen before they are sent, with their sizes, and one can be left out again.
import { each, words } from "./each";

function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function show(input: HTMLInputElement, list: Element): void {
  for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  list.replaceChildren(...[...(input.files ?? [])].map((file, index) => preview(input, list, file, index)));
}

function preview(input: HTMLInputElement, list: Element, file: File, index: number): HTMLLIElement {
  const item = document.createElement("li");
  const image = document.createElement("img");
  image.src = URL.createObjectURL(file);
  image.alt = words(`第 ${index + 1} 张照片`, `Photo ${index + 1}`);
  const text = document.createElement("div");
  text.textContent = `${file.name} · ${size(file.size)}`;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "btn btn-quiet btn-sm";
  remove.textContent = words("去掉", "Remove");
  remove.addEventListener("click", () => {
    without(input, index);
    show(input, list);
  });
  item.append(image, text, remove);
  return item;
}

function without(input: HTMLInputElement, index: number): void {
  const kept = new DataTransfer();
  [...(input.files ?? [])].forEach((file, i) => {
    if (i !== index) kept.items.add(file);
  });
  input.files = kept.files;
}

export function startPhotos(): void {
  each<HTMLElement>("[data-photo-previews]", (list) => {
    const input = document.getElementById(list.dataset["photoPreviews"] ?? "");
    if (!(input instanceof HTMLInputElement)) return;
    // A second picture from the camera is added to the first, as people expect; the browser alone would replace it.
    let before: File[] = [];
    input.addEventListener("change", () => {
      const all = new DataTransfer();
      for (const file of [...before, ...(input.files ?? [])]) all.items.add(file);
      input.files = all.files;
      before = [...all.files];
      show(input, list);
    });
    list.addEventListener("click", () => {
      before = [...(input.files ?? [])];
    });
  });
}
