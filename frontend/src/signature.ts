// The signature pad: written with finger, pen or mouse, sent as a PNG in a hidden field.
import SignaturePad from "signature_pad";

import { each } from "./each";

function start(box: HTMLElement): void {
  const canvas = box.querySelector("canvas");
  const field = box.querySelector<HTMLInputElement>("[data-signature-value]");
  const state = box.querySelector<HTMLElement>("[data-signature-state]");
  if (!canvas || !field) return;
  const pad = new SignaturePad(canvas, { penColor: "#0a2f3c", minWidth: 0.9, maxWidth: 3 });

  const tell = (): void => {
    if (state) state.textContent = field.value ? (box.dataset["signed"] ?? "") : (box.dataset["unsigned"] ?? "");
  };
  const keep = (): void => {
    field.value = pad.isEmpty() ? "" : pad.toDataURL("image/png");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    tell();
  };
  const restore = (): void => {
    fit(canvas, pad);
    if (field.value) void pad.fromDataURL(field.value, { ratio: ratio() });
    tell();
  };

  pad.addEventListener("endStroke", keep);
  box.querySelector("[data-signature-undo]")?.addEventListener("click", () => {
    pad.fromData(pad.toData().slice(0, -1));
    keep();
  });
  box.querySelector("[data-signature-clear]")?.addEventListener("click", () => {
    pad.clear();
    keep();
  });
  field.addEventListener("draft:filled", restore);
  // A canvas loses its picture when its size changes (a phone turned over).
  new ResizeObserver(() => {
    const strokes = pad.toData();
    fit(canvas, pad);
    if (strokes.length > 0) pad.fromData(strokes);
    else if (field.value) void pad.fromDataURL(field.value, { ratio: ratio() });
  }).observe(canvas);
  restore();
}

function ratio(): number {
  return Math.max(window.devicePixelRatio || 1, 1);
}

function fit(canvas: HTMLCanvasElement, pad: SignaturePad): void {
  canvas.width = canvas.offsetWidth * ratio();
  canvas.height = canvas.offsetHeight * ratio();
  canvas.getContext("2d")?.scale(ratio(), ratio());
  pad.clear();
}

export function startSignatures(): void {
  each<HTMLElement>("[data-signature]", start);
}
