// The office itself: its names, languages and addresses, and numbers by phone.

import { t } from "../texts.js";
import { check, choice, note, text } from "./form.js";
import { services } from "./names.js";
import { SlipPicture } from "./previews.js";
import { begin } from "./settings.js";
import { Sheet } from "./sheet.js";
import { showTabs } from "./tabs.js";
import { el } from "../dom.js";

/** The languages as one choice: which there are, the first shown first. */
function languageField(office) {
  const given = (office.languages ?? ["vi", "en"]).join(",");
  const known = [["vi,en", t("office.vi_en")], ["vi", t("office.vi")]];
  const options = known.some(([value]) => value === given) ? known : [[given, given], ...known];
  const field = choice("languages", { languages: given }, { label: t("office.languages"), options });
  return { ...field, get: () => field.get().split(",") };
}

function officeSheet() {
  const slip = new SlipPicture("office");
  return new Sheet({
    area: "office",
    title: t("menu.office"),
    hint: t("office.hint"),
    fields: (office, preview) => [
      text("name", office, { label: t("office.name"), maxlength: 120 }),
      text("unit", office, { label: t("office.unit"), maxlength: 120 }),
      languageField(office),
      choice("general", office, {
        label: t("office.general"),
        hint: t("office.general_hint"),
        options: [["", t("office.no_general")], ...services()],
      }),
      note(el("h2", {}, t("office.addresses"))),
      text("public_url", office, { label: t("office.public_url"), hint: t("office.public_url_hint"), inputmode: "url", placeholder: "http://192.168.1.10:8800" }),
      text("wifi", office, { label: t("office.wifi"), hint: t("office.wifi_hint") }),
      text("portal", office, { label: t("office.portal"), hint: t("office.portal_hint", { code: "{code}" }), inputmode: "url" }),
      note(preview),
      note(el("h2", {}, t("office.customs"))),
      check("show_clerk_names", office, { label: t("office.show_clerk_names") }),
      check("appointments", office, { label: t("office.appointments"), hint: t("office.appointments_hint") }),
    ],
    preview: (office) => slip.follow(office),
  });
}

function phoneSheet() {
  return new Sheet({
    area: "phone",
    title: t("by_phone.title"),
    hint: t("by_phone.hint"),
    fields: (phone) => [
      check("tickets", phone, { label: t("by_phone.tickets"), hint: t("by_phone.tickets_hint") }),
    ],
  });
}

begin(() =>
  showTabs(t("menu.office"), [
    { id: "office", label: t("menu.office"), make: officeSheet },
    { id: "phone", label: t("by_phone.title"), make: phoneSheet },
  ]),
);
