import type { PublicStatus } from '../core/comms/comms.ts'
import { STATUS_NAMES } from '../core/comms/page.ts'
import { asHtml, asLine, htmlWords } from '../core/comms/variants.ts'
import { NEXT_WORD } from '../core/comms/wording.ts'
import type { Severity } from '../core/incident/incident.ts'
import { clip } from '../core/text.ts'

/** What a mail shows, beside its subject. */
export type Shown = {
  organisation: string
  title: string
  /** In the one source that all variants are made from. */
  body: string
  status?: PublicStatus
  severity: Severity
  isCorrection: boolean
  /** "10 June, 12:20 UTC". */
  when: string
  /** Small print at the end. */
  footer: string
}

/** As on the card in Slack; words always say the same. */
const ACCENT: Record<Severity, string> = {
  sev1: '#d92d20',
  sev2: '#ef6820',
  sev3: '#eaaa08',
  sev4: '#2e90fa',
}
const OVER = '#17a34a'

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

/** Mail readers drop style sheets, so every style is inline; those that know of dark mode read this as well. */
const DARK = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.ground{background:#15181c!important}
.sheet{background:#1f2329!important;border-left-color:#363c44!important;border-right-color:#363c44!important;border-bottom-color:#363c44!important}
.ink{color:#eceef1!important}
.dim{color:#a9b1bb!important}
.next{background:#2a3038!important;border-color:#2a3038!important;color:#eceef1!important}
a{color:#8ab8ff!important}
}
@media (max-width:480px){.pad{padding-left:18px!important;padding-right:18px!important}}`

/** The HTML part of a mail: one column, readable without pictures, style sheets and colours. */
export function htmlOf(shown: Shown): string {
  const accent = shown.status === 'resolved' ? OVER : ACCENT[shown.severity]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${htmlWords(shown.title)}</title>
<style>${DARK}</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#f2f4f6">
${preheader(shown.body)}
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f2f4f6">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;table-layout:fixed;background:#ffffff;border:1px solid #dfe3e8;border-top:5px solid ${accent}">
<tr><td class="pad" style="padding:22px 28px 26px;text-align:start;overflow-wrap:anywhere;word-break:break-word;${FONT}">
${headOf(shown, accent)}
${bodyOf(shown.body)}
</td></tr>
</table>
<p class="dim" dir="auto" style="max-width:600px;margin:14px auto 0;font-size:12px;line-height:18px;color:#5d6670;${FONT}">${htmlWords(shown.footer)}</p>
</td></tr>
</table>
</body>
</html>
`
}

/** What lists of mails show beside the subject; nobody sees it in the mail itself. */
function preheader(body: string): string {
  const words = htmlWords(clip(asLine(body), PREHEADER_CHARS))
  return `<div aria-hidden="true" style="display:none;max-height:0;overflow:hidden;mso-hide:all">${words}</div>`
}
const PREHEADER_CHARS = 120

function headOf({ organisation, title, status, isCorrection, when }: Shown, accent: string): string {
  const labels = [
    ...(isCorrection ? ['Correction'] : []),
    ...(status === undefined ? [] : [STATUS_NAMES[status]]),
  ]
  const dot = `<span aria-hidden="true" style="color:${accent}">&#9679;</span> `
  const state =
    labels.length === 0
      ? ''
      : `${dot}<strong class="ink" style="color:#1c2127">${labels.join(' &middot; ')}</strong> &middot; `
  const heading =
    title === ''
      ? ''
      : `<h1 class="ink" dir="auto" style="margin:0 0 8px;font-size:22px;line-height:29px;font-weight:700;color:#1c2127">${htmlWords(title)}</h1>\n`
  return `<p class="dim" dir="auto" style="margin:0 0 10px;font-size:13px;line-height:18px;font-weight:600;color:#5d6670">${htmlWords(organisation)}</p>
${heading}<p class="dim" style="margin:0 0 20px;font-size:14px;line-height:20px;color:#5d6670">${state}${htmlWords(when)}</p>`
}

/** The last words about when readers hear again stand by themselves: it is what most of them look for. */
function bodyOf(body: string): string {
  const parts = body.split(/\n[^\S\n]*\n+/u)
  const next = parts.findLastIndex((part) => NEXT_WORD.test(part) && part.length <= NEXT_WORD_MAX)
  const text = (source: string) =>
    source.trim() === ''
      ? ''
      : `<div class="ink" style="font-size:16px;line-height:25px;color:#1c2127">${asHtml(source)}</div>`
  if (next === -1) return text(body)
  const box = `<div class="next" style="margin:4px 0 16px;padding:14px 16px 0;background:#f2f4f6;border:1px solid #f2f4f6;font-size:16px;line-height:25px;color:#1c2127">${asHtml(parts[next] ?? '')}</div>`
  return [text(parts.slice(0, next).join('\n\n')), box, text(parts.slice(next + 1).join('\n\n'))]
    .filter((part) => part !== '')
    .join('\n')
}

/** A paragraph that says so by the way says something else in the first place. */
const NEXT_WORD_MAX = 200
