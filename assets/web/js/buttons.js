// The buttons of the clerk's page and their keys: a button shows the key that presses it.

import { find } from "./dom.js";

/** What a key press is called on a button: "F8", "Alt+U", "Ctrl+Z"; null for the rest. */
export function keyName({ key, code, altKey, ctrlKey, metaKey }) {
  if (metaKey || (altKey && ctrlKey)) return null;
  if (/^F\d+$/.test(key)) return altKey || ctrlKey ? null : key;
  if (!altKey && !ctrlKey) return null;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return letter ? `${altKey ? "Alt" : "Ctrl"}+${letter}` : null;
}

export class Buttons {
  #actions;
  #mayAct;
  #pressed = null;
  #keys = new Map();

  /**
   * @param actions what each button does, by its id: {do, can}.
   * @param mayAct whether a button may do anything now, by its action.
   */
  constructor(actions, mayAct) {
    this.#actions = actions;
    this.#mayAct = mayAct;
    for (const name of Object.keys(actions)) {
      const button = find(`#${name}`);
      const key = button.querySelector("kbd")?.textContent;
      if (key) this.#keys.set(key, name);
      button.addEventListener("click", () => this.#press(name));
    }
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Enable what may be pressed; what was pressed last is `running` or not. */
  draw(running) {
    if (!running) this.#pressed = null;
    for (const [name, action] of Object.entries(this.#actions)) {
      const button = find(`#${name}`);
      button.disabled = !this.#mayAct(action);
      button.setAttribute("aria-busy", String(name === this.#pressed));
    }
  }

  #press(name) {
    const action = this.#actions[name];
    if (!this.#mayAct(action)) return;
    this.#pressed = name;
    action.do();
  }

  #key(event) {
    const name = this.#keys.get(keyName(event));
    // In a line to write in, Ctrl+Z is the writer's.
    if (!name || (event.ctrlKey && event.target.closest("input"))) return;
    event.preventDefault();
    if (!event.repeat && !find("#ask").open) this.#press(name);
  }
}
