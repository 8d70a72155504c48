// Reading aloud by the device's own Vietnamese voice; without one there is no button.
const button = document.querySelector("[data-read-aloud]");
const text = document.querySelector("[data-aloud]");
const speech = window.speechSynthesis;

function voice() {
  return speech?.getVoices().find((each) => each.lang.toLowerCase().startsWith("vi") && each.localService);
}
function offer() {
  if (button && text) button.hidden = !voice();
}
function stop() {
  speech.cancel();
  button.setAttribute("aria-pressed", "false");
}
button?.addEventListener("click", () => {
  if (speech.speaking) { stop(); return; }
  const words = new SpeechSynthesisUtterance(text.innerText);
  words.voice = voice();
  words.lang = "vi-VN";
  words.rate = 0.9;
  words.onend = stop;
  button.setAttribute("aria-pressed", "true");
  speech.speak(words);
});
if (speech) {
  speech.addEventListener?.("voiceschanged", offer);
  addEventListener("pagehide", () => speech.cancel());
  offer();
}
