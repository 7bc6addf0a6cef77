// The widget in its full form as a person meets it. Nothing here relies on a machine being quick: what is not there yet
// is waited for, as part of the widget is loaded only when it is first wanted, and dear answers follow after a pause.
import { mounted, visit } from "./harness.mjs";

const WAIT_MS = 30_000;
const TICK_MS = 50;

/**
 * Tries `check` until it no longer throws, and gives its answer; after a while, throws its last complaint. `check` only
 * reads: it may be run many times.
 */
export async function eventually(check, { timeoutMs = WAIT_MS } = {}) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => { setTimeout(done, TICK_MS); });
    }
  }
}

/**
 * Waits until the element has nothing left to draw: no part is on its way, and nothing has changed for three pauses of
 * which each is longer than any of the widget's own, and begun after it. So what it does after a pause, and after a
 * pause after that, has been done, on a slow machine as well. Only a comparison or simulation in many turns may still go
 * on: wait for what that is to show.
 */
export function settled({ browser }, host = "inference-estimator") {
  return browser.until(async (wanted) => {
    const root = document.querySelector(wanted)?.shadowRoot;
    if (!root) return false;
    let changes = 0;
    const observer = new MutationObserver(() => { changes += 1; });
    observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    const isComing = () => root.querySelector(".later[role=status]");
    let quiet = 0;
    for (let round = 0; round < 40 && quiet < 3; round += 1) {
      const before = changes;
      await new Promise((done) => { setTimeout(done, 70); });
      quiet = changes === before && !isComing() ? quiet + 1 : 0;
    }
    observer.disconnect();
    return quiet === 3;
  }, [host], { timeoutMs: 60_000, what: `${host} to settle` });
}

/**
 * Loads the page again as a reader does: a driver's own reload may go past the service worker, as it does with the shift
 * key held. While the page goes, the driver may have no answer.
 */
export async function reload(context) {
  await context.browser.run(() => {
    window.isOld = true;
    setTimeout(() => location.reload());
  });
  await eventually(async () => {
    const isBack = await context.browser.run(() => !window.isOld && document.readyState === "complete");
    if (!isBack) throw new Error("the page does not come back");
  });
  await mounted(context);
}

/** What a person does with the widget, and what one reads in it. */
export function widget(context) {
  const run = (script, ...args) => context.browser.run(script, ...args);
  const until = (script, args, what) => context.browser.until(script, args, { timeoutMs: WAIT_MS, what });
  const rest = () => settled(context);

  /** Shows a scenario in a page that is opened anew. */
  const open = async (scenario) => {
    await visit(context);
    await mounted(context);
    await run((text) => { document.querySelector("inference-estimator").scenario = text; }, scenario);
    await rest();
  };

  /** Opens the sections whose headings begin with these words, and waits for what they hold. */
  const disclose = async (...titles) => {
    for (const title of titles) {
      await until((wanted) => {
        const root = document.querySelector("inference-estimator").shadowRoot;
        const button = [...root.querySelectorAll(".disc > button")].find((each) => each.textContent.startsWith(wanted));
        if (button?.ariaExpanded === "false") button.click();
        return !!button;
      }, [title], `the section ${title}`);
      await until((wanted) => {
        const root = document.querySelector("inference-estimator").shadowRoot;
        const button = [...root.querySelectorAll(".disc > button")].find((each) => each.textContent.startsWith(wanted));
        const body = button?.parentElement.nextElementSibling;
        return body && !body.matches(".later");
      }, [title], `what the section ${title} holds`);
    }
    await rest();
  };

  /**
   * Types, key by key, into the first field (or the one at that place) whose label begins with these words, and leaves
   * it. The field must keep the focus all the while.
   */
  const type = async (label, text, { at = 0 } = {}) => {
    await until((words, index) => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const begins = [...root.querySelectorAll("label")].filter((each) => each.textContent.startsWith(words));
      const exact = begins.filter((each) => each.firstChild.textContent === words);
      const found = (exact.length > 0 ? exact : begins).at(index);
      const field = found && root.getElementById(found.htmlFor);
      // It may be one of those that are loaded when their line is opened.
      if (!field) for (const folded of root.querySelectorAll("details.more")) folded.open = true;
      if (!field) return false;
      for (let folded = field.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
      const group = field.closest(".g")?.querySelector(".fold[aria-expanded=false]");
      if (group) {
        group.click();
        return false;
      }
      field.focus();
      window.underTheFingers = field;
      return true;
    }, [label, at], `the field of "${label}"`);
    await run(async (words, value) => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const field = window.underTheFingers;
      // The rhythm of a person who types.
      for (let end = 1; end <= value.length; end += 1) {
        field.value = value.slice(0, end);
        field.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((done) => { setTimeout(done, 90); });
        if (root.activeElement !== field) throw new Error(`the field of "${words}" went away under the fingers`);
      }
      field.blur();
    }, label, text);
    await rest();
  };

  /** Presses the first button or switch (or the one at that place) whose name or text begins with these words. */
  const press = async (words, at = 0, within = "button, .ck, [role=menuitem]") => {
    await until((wanted, index, among) => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const named = (each) => (each.ariaLabel ?? each.textContent).trim().startsWith(wanted);
      const found = [...root.querySelectorAll(among)].filter(named).at(index);
      found?.click();
      return !!found;
    }, [words, at, within], `a button ${words}`);
    await rest();
  };

  /** Chooses an answer that stands side by side with others. */
  const choose = async (words) => {
    await until((wanted) => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const found = [...root.querySelectorAll(".seg label")].find((each) => each.textContent === wanted);
      found?.querySelector("input").click();
      return !!found;
    }, [words], `the choice ${words}`);
    await rest();
  };

  /** Picks the option that begins with these words from the list whose label begins with those. */
  const pick = async (label, option) => {
    await until((words, wanted) => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const begins = [...root.querySelectorAll("label")].filter((each) => each.textContent.startsWith(words));
      const found = begins.find((each) => each.firstChild.textContent === words) ?? begins[0];
      const list = found && root.getElementById(found.htmlFor);
      const options = [...list?.options ?? []];
      if (!list) for (const folded of root.querySelectorAll("details.more")) folded.open = true;
      const taken = options.find((each) => each.textContent === wanted) ?? options.find((each) => each.textContent.startsWith(wanted));
      if (!taken) return false;
      list.value = taken.value;
      list.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    }, [label, option], `${option} among "${label}"`);
    await rest();
  };

  /** Opens the model picker at `button`, types part of a name, and takes the first model, whose name begins with `model`. */
  const pickModel = async (button, typed, model) => {
    await until((wanted) => {
      const found = document.querySelector("inference-estimator").shadowRoot.querySelector(wanted);
      found?.click();
      return !!found;
    }, [button], "the button of the model");
    await until((text) => {
      const find = document.querySelector("inference-estimator").shadowRoot.querySelector(".lb [role=combobox]");
      if (!find) return false;
      find.focus();
      find.value = text;
      find.dispatchEvent(new Event("input", { bubbles: true }));
      return true;
    }, [typed], "the list of models");
    await until((wanted) => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      if (!root.querySelector(".lb [role=option].act")?.textContent.startsWith(wanted)) return false;
      root.querySelector(".lb [role=combobox]").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      return true;
    }, [model], `${model} to be the first of the list`);
    await until(() => !document.querySelector("inference-estimator").shadowRoot.querySelector(".lb"), [], "the list to close");
    await rest();
  };

  /** Texts of all that matches. */
  const texts = (selector) => run((wanted) => {
    const found = [...document.querySelector("inference-estimator").shadowRoot.querySelectorAll(wanted)];
    return found.map((each) => each.textContent.replaceAll("\u00a0", " "));
  }, selector);
  /** Text of the first that matches, or `null`. */
  const text = async (selector) => (await texts(selector))[0] ?? null;

  return { run, until, settled: rest, open, disclose, type, press, choose, pick, pickModel, text, texts };
}
