// The roll call made quicker: reasons in a dialog, cards by the camera. Without it every button still posts.

const list = document.getElementById("roll");
const dialog = document.getElementById("absence");

list?.addEventListener("click", (event) => {
  const button = event.target.closest('button[name="v"]');
  if (!button || !dialog?.showModal) return;
  event.preventDefault();
  const [number, seen] = button.value.split(".");
  dialog.querySelector("[data-name]").textContent = button.closest("li").querySelector(".title").textContent;
  dialog.querySelector('[name="number"]').value = number;
  dialog.querySelector('[name="seen"]').value = seen;
  for (const choice of dialog.querySelectorAll('[name="why"]')) choice.checked = false;
  dialog.showModal();
});
dialog?.querySelector('[name="close"]')?.addEventListener("click", () => dialog.close());

// Where the browser itself reads codes.
const card = document.getElementById("card");
const eye = card?.querySelector('[name="camera"]');
if (eye && !(window.BarcodeDetector && navigator.mediaDevices)) eye.remove();

eye?.addEventListener("click", async () => {
  const video = document.getElementById("card-camera");
  const detector = new BarcodeDetector();
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.hidden = false;
  await video.play();
  const look = async () => {
    const [found] = await detector.detect(video);
    if (!found) return requestAnimationFrame(look);
    video.srcObject.getTracks().forEach((track) => track.stop());
    card.querySelector('[name="scanned"]').value = found.rawValue;
    card.requestSubmit();
  };
  look();
});
// After a card the next one follows: a reader that types finds its box ready.
if (new URLSearchParams(location.search).has("quet") && card) {
  card.querySelector('[name="scanned"]').focus({ preventScroll: true });
}
