import type { AlertNews } from './incident/linked-alerts.ts'
import { type Part, text } from './sentence.ts'

/** What an alert means to its incident, after the name of who linked it, or of the bot. */
export function alertNewsDoes(event: AlertNews): Part[] {
  const alert: Part[] = [
    { part: 'text', text: `the ${event.level} alert ` },
    { part: 'said', text: event.title },
    { part: 'text', text: ` (${event.alert})` },
  ]
  switch (event.type) {
    case 'alert-joined':
      return [text('linked '), ...alert, ...(event.firing ? [] : [text(', which is over')])]
    case 'alert-fired-again':
      return [text('heard that '), ...alert, text(' fires again')]
    case 'alert-got-worse':
      return [text('heard that '), ...alert, text(' got worse')]
    case 'alert-ended':
      return [text('heard that '), ...alert, text(' is over')]
    case 'alert-left':
      return [text('took '), ...alert, text(` to ${event.to}`)]
  }
}
