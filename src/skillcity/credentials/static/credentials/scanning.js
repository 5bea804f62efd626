/* The camera and photographs, where the browser reads QR codes by itself; otherwise nothing is shown. */
globalThis.skillcityScan = (() => {
  "use strict";
  const PREFIX = "SKC1:";
  const FEW_MS = 200;

  async function detector() {
    try {
      const formats = await BarcodeDetector.getSupportedFormats();
      return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
    } catch {
      return null;
    }
  }

  /* The text of the large code in a picture or a frame of the camera, or nothing. */
  async function codeIn(reader, picture) {
    const found = await reader.detect(picture).catch(() => []);
    return found.map((each) => each.rawValue).find((text) => text.startsWith(PREFIX)) || "";
  }

  async function watch(box, reader, take) {
    const [button, video, hint, error] = ["button", "video", "[role=status]", "[role=alert]"]
      .map((selector) => box.querySelector(selector));
    let stream = null;
    const stop = () => {
      stream?.getTracks().forEach((track) => track.stop());
      stream = null;
      video.hidden = hint.hidden = true;
    };
    button.addEventListener("click", async () => {
      if (stream) return stop();
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch {
        error.hidden = false;
        return undefined;
      }
      video.srcObject = stream;
      video.hidden = hint.hidden = false;
      error.hidden = true;
      await video.play();
      while (stream) {
        const text = await codeIn(reader, video);
        if (text) { stop(); take(text); }
        await new Promise((done) => setTimeout(done, FEW_MS));
      }
      return undefined;
    });
    box.hidden = false;
  }

  async function start() {
    const box = document.querySelector("[data-scan]");
    const reader = await detector();
    if (!box || !reader || !navigator.mediaDevices) return;
    const into = document.querySelector(box.dataset.scan);
    watch(box, reader, (text) => {
      into.value = text;
      into.dispatchEvent(new Event("scanned", { bubbles: true }));
      into.form?.requestSubmit();
    });
  }
  start();
  return { detector, codeIn };
})();
