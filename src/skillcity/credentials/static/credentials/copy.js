/* A button that copies a field; without this file the field can be marked and copied by hand. */
(() => {
  "use strict";
  const copy = async (field) => {
    field.focus();
    field.select();
    if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
    else if (!document.execCommand("copy")) throw new Error("no copy");
  };
  document.querySelectorAll("[data-copies]").forEach((button) => {
    const field = document.getElementById(button.dataset.copies);
    const words = button.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", () => copy(field).then(() => { words.textContent = button.dataset.done; }, () => {}));
  });
})();
