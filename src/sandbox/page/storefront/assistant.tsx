import { Icon } from '../ui/icon.tsx'
import { assistantState, QUESTIONS, type Question, type Reply, type Switches } from './shop-words.ts'

type Props = { switches: Switches; question: Question; reply: Reply; onAsk: (question: Question) => void }

/** The shop's assistant: what a customer asks, and what comes back with the switches as they are. */
export function Assistant({ switches, question, reply, onAsk }: Props) {
  const { tone, text } = assistantState(switches)
  return (
    <section class="assistant" aria-label="Assistant">
      <header>
        <span class="assistant-mark">
          <Icon name="thread" size={17} />
        </span>
        <h3>Ask Linden</h3>
        <span class={`assistant-state tone-${tone}`}>
          <span class="status-dot" /> {text}
        </span>
      </header>
      <div class="assistant-talk" role="log" aria-label="Conversation">
        <p class="bubble asked">{question.text}</p>
        {reply.kind === 'answer' ? (
          <p class="bubble answered" key={reply.text}>
            {reply.text}
          </p>
        ) : (
          <p class="passed-on" key={reply.text}>
            <Icon name="check" size={15} /> {reply.text}
          </p>
        )}
      </div>
      <fieldset class="assistant-asks">
        <legend class="visually-hidden">Ask something</legend>
        {QUESTIONS.map((one) => (
          <button type="button" key={one.text} aria-pressed={one === question} onClick={() => onAsk(one)}>
            {one.text}
          </button>
        ))}
      </fieldset>
    </section>
  )
}
