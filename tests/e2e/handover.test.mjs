// What is handed over: A in the link and the file, documents, charts as files, scenarios that are kept by name.
import assert from "node:assert/strict";
import { complaints, inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { eventually, widget } from "./lib/widget.mjs";

inEachEngine("handing over", (context) => {
  const { run, until, press, type, disclose, text, texts, settled } = widget(context);
  const open = async (path) => {
    await visit(context, path);
    await mounted(context);
    await settled();
    // What is saved is read here, in place of a folder of downloads.
    await run(() => {
      const make = URL.createObjectURL;
      window.files = [];
      URL.createObjectURL = (blob) => {
        const file = { type: blob.type, size: blob.size };
        window.files.push(file);
        blob.text().then((content) => { file.text = content; });
        return make(blob);
      };
      HTMLAnchorElement.prototype.click = function click() { window.files.at(-1).name = this.download; };
    });
  };
  const file = (name) => until((wanted) => window.files.find((each) => each.name?.endsWith(wanted) && each.text !== undefined), [name], name);
  const hash = () => run(() => location.hash);
  const pinned = () => text(".ab .ab-a");

  test("A travels in the link, in the file and in the exports", async () => {
    await open("/#p=support-chat&users=5000");
    await press("Pin as A");
    await type("People using it", "8000");
    const both = await eventually(async () => {
      const found = await hash();
      assert.match(found, /^#s=1\.[\w-]+&a=1\.[\w-]+$/);
      return found;
    });
    const said = await eventually(async () => {
      const row = (await texts(".ab"))[0];
      assert.match(row, /A pinned: \$/);
      return row.split("Swap")[0];
    });
    await press("Share");
    await press("CSV", 0, ".dlg button");
    const csv = (await file(".csv")).text;
    const [head, link, first] = csv.split("\r\n");
    assert.equal(head, "section,row,figure,value");
    assert.ok(link.startsWith("link,,address,") && link.includes(both), link);
    assert.ok(first.startsWith("inputs,"), first);
    assert.match(csv, /inputs,People using it \(users\),a,5000\r\n/);
    assert.match(csv, /inputs,People using it \(users\),b,8000\r\n/);
    assert.match(csv, /inputs,People using it \(users\),difference,3000\r\n/);
    assert.match(csv, /compared,Cost a month,difference,\d+/);
    assert.match(csv, /prices,Claude [^,]+,since,/);
    assert.ok(csv.split("\r\n").every((line) => !/\d\.\d{9,}/.test(line)), "figures are rounded");
    await press("Save", 0, ".dlg button");
    const saved = JSON.parse((await file("-scenario.json")).text);
    assert.deepEqual([saved.audience.users, saved.pinned.audience.users], [8000, 5000]);

    // Another reader opens the link: B is shown, A is pinned.
    await run(() => localStorage.clear());
    await open(`/${both}`);
    await eventually(async () => assert.equal((await texts(".ab"))[0].split("Swap")[0], said));
    assert.equal(await hash(), both, "the address stays as it was opened");
    await press("Unpin");
    await eventually(async () => assert.doesNotMatch(await hash(), /&a=/));
    assert.equal(await pinned(), null);

    // The file brings both back.
    await press("Share");
    await until((content) => {
      const input = document.querySelector("inference-estimator").shadowRoot.querySelector(".dlg input[type=file]");
      if (!input) return false;
      const data = new DataTransfer();
      data.items.add(new File([content], "scenario.json"));
      input.files = data.files;
      input.dispatchEvent(new Event("change"));
      return true;
    }, [JSON.stringify(saved)], "the field of the file");
    await eventually(async () => assert.match(await hash(), /&a=1\./));
    assert.deepEqual(await complaints(context), []);
  });

  test("a damaged A leaves B, and says so", async () => {
    await open("/#p=support-chat&users=5000");
    await press("Pin as A");
    await type("People using it", "8000");
    await eventually(async () => assert.match(await hash(), /&a=/));
    const both = await hash();
    await run(() => localStorage.clear());
    await open(`/${both.slice(0, -5)}`);
    await eventually(async () => assert.match(await text(".bn") ?? "", /A, the result that was pinned, cannot be shown: .*cut short/));
    assert.equal(await run(() => document.querySelector("inference-estimator").scenario), both.slice(3).split("&")[0]);
  });

  test("a chart is saved as its figures, as a drawing and as a picture", async () => {
    await open("/#p=support-chat");
    const [block] = await texts(".blk:has(svg.chart) .find");
    await press("Save", 0, ".blk:has(svg.chart) .fh button");
    await press("SVG", 0, ".blk button");
    const svg = (await file("-chart.svg")).text;
    // The page trusts no markup: what the browser draws of the file is tried with the picture, below.
    assert.ok(svg.startsWith("<svg xmlns=") && svg.endsWith("</svg>\n"), svg.slice(0, 80));
    assert.equal(/<title>([^<]*)<\/title>/.exec(svg)[1].replaceAll("\u00a0", " "), block);
    assert.ok(svg.split("<path").length > 4 && !/class=|style=|var\(/.test(svg));
    await press("CSV", 0, ".blk button");
    assert.match((await file("-chart.csv")).text, /^\w+(,\w+)+\r\n/);
    await press("PNG", 0, ".blk button");
    await eventually(async () => {
      const [picture] = (await run(() => window.files)).filter((each) => each.type === "image/png");
      assert.ok(picture?.size > 2000 && picture.name.endsWith("-chart.png"), JSON.stringify(picture));
    });
    assert.deepEqual(await complaints(context), []);
  });

  test("a point says its figures, and a press on one takes the model", async () => {
    await open("/#p=support-chat");
    const point = (wanted, type, pointerType) => until((index, name, kind) => {
      const chart = document.querySelector("inference-estimator").shadowRoot.querySelector(".chart:has(.c-other)");
      chart?.closest(".blk").dispatchEvent(new PointerEvent("pointerenter"));
      const spot = chart?.querySelectorAll(".spot")[index];
      spot?.dispatchEvent(new PointerEvent(name, { bubbles: true, pointerType: kind }));
      return !!spot;
    }, [wanted, type, pointerType], "a point of the chart of models");
    const spotted = () => text(".spotted");
    await point(1, "pointerenter", "mouse");
    const said = await eventually(async () => {
      const found = await spotted();
      assert.match(found ?? "", /^.+; .*p95: .+; .+: \$[\d,.]+$/);
      return found;
    });
    const before = await run(() => document.querySelector("inference-estimator").scenario);
    // A finger only looks.
    await point(1, "click", "touch");
    await settled();
    assert.equal(await run(() => document.querySelector("inference-estimator").scenario), before);
    assert.equal(await spotted(), said);
    await point(1, "click", "mouse");
    await eventually(async () => assert.ok((await text(".model .sel")).includes(said.split(";")[0]), `${await text(".model .sel")}; ${said}`));
    assert.deepEqual(await complaints(context), []);
  });

  test("prints, and saves the page as one file", async () => {
    await open("/#p=support-chat");
    await run(() => { window.print = () => { window.printed = true; }; });
    await press("Share");
    await press("Print", 0, ".dlg button");
    await until(() => window.printed, [], "the dialog for printing");
    await press("Save this page as one file", 0, ".dlg button");
    assert.match((await file("inference-estimator.html")).text, /<inference-estimator scenario="1\./);
  });

  test("keeps scenarios by name, opens them again and removes them", async () => {
    await open("/#p=support-chat&users=5000");
    const name = async (words) => {
      await press("", 0, ".name button");
      await until((value) => {
        const field = document.querySelector("inference-estimator").shadowRoot.querySelector(".dlg input");
        if (!field) return false;
        field.value = value;
        field.dispatchEvent(new Event("change", { bubbles: true }));
        return true;
      }, [words], "the field of the name");
      await press("Keep under this name");
    };
    await name("Spring plan");
    await eventually(async () => assert.deepEqual(await texts(".kept-list li"), ["Spring planRemove"]));
    await run(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".dlg input").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })));
    await type("People using it", "9000");
    await name("Autumn plan");
    await eventually(async () => assert.deepEqual(await texts(".kept-list li"), ["Spring planRemove", "Autumn planRemove"]));
    // They are there on the next visit.
    await open("/");
    await press("", 0, ".name button");
    await press("Spring plan", 0, ".kept-list button");
    await eventually(async () => assert.match(await text(".say") ?? "", /5,000 users/));
    await press("", 0, ".name button");
    await press("Remove Spring plan");
    await eventually(async () => assert.deepEqual(await texts(".kept-list li"), ["Autumn planRemove"]));
    assert.deepEqual(await complaints(context), []);
  });
});
