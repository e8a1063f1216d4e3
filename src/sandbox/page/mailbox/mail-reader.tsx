import { useEffect, useRef, useState } from 'preact/hooks'
import type { MailListed, MailShown } from '../../outside-world.ts'
import { useLoaded } from '../reader/use-loaded.ts'
import { server } from '../state/server.ts'
import { Icon } from '../ui/icon.tsx'

type Props = { mail: MailListed; onBack: () => void }
type Part = 'html' | 'text' | 'headers'
const NAMES: Record<Part, string> = { html: 'As it looks', text: 'Text part', headers: 'Headers' }

/** One mail: who it is from and to, and each of its parts. */
export function MailReader({ mail, onBack }: Props) {
  const { id, from, to, subject } = mail
  const { value, error } = useLoaded(() => server.mail(id), [id])
  const [chosen, choose] = useState<Part>('html')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const parts: Part[] = value?.hasHtml === false ? ['text', 'headers'] : ['html', 'text', 'headers']
  const part = parts.includes(chosen) ? chosen : 'text'
  return (
    <article
      class="mail-reader"
      aria-label={subject}
      onKeyDown={(event) => event.key === 'Escape' && onBack()}
    >
      <header>
        <button type="button" class="icon-button mail-back" aria-label="Back to the mails" onClick={onBack}>
          <Icon name="back" size={18} />
        </button>
        <div class="mail-head">
          <h2 ref={heading} tabIndex={-1} dir="auto">
            {subject || 'Without a subject'}
          </h2>
          <p dir="auto">
            <b>{from.name || from.address}</b> {from.name && <span>&lt;{from.address}&gt;</span>}
          </p>
          <p dir="auto">to {to.join(', ')}</p>
        </div>
      </header>
      <div class="tabs" role="tablist" aria-label="Parts of the mail">
        {parts.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            aria-selected={each === part}
            onClick={() => choose(each)}
          >
            {NAMES[each]}
          </button>
        ))}
      </div>
      {error !== undefined && <p class="mail-trouble">{error}</p>}
      {value && <MailPart mail={value} part={part} />}
    </article>
  )
}

/** The HTML is somebody else's page: in a frame that may run nothing and reach nothing. */
function MailPart({ mail, part }: { mail: MailShown; part: Part }) {
  const { id, text, headers, tls } = mail
  if (part === 'html')
    return (
      <iframe
        class="mail-html"
        title="The mail as it looks"
        sandbox=""
        src={`/sandbox/mail-html?id=${encodeURIComponent(id)}`}
      />
    )
  if (part === 'text')
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled with the keyboard
      <pre class="mail-text" role="tabpanel" aria-label={NAMES.text} dir="auto" tabIndex={0}>
        {text}
      </pre>
    )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the same
    <div class="mail-headers" role="tabpanel" aria-label={NAMES.headers} tabIndex={0}>
      <p>Came over {tls || 'an open connection'}.</p>
      <dl>
        {headers.map(({ name, value }, index) => (
          <div key={`${index} ${name}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
