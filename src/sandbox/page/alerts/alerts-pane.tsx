import { useState } from 'preact/hooks'
import { ALERT_LEVELS, type AlertAct, type Alerting } from '../../outside-world.ts'
import { act } from '../state/acts.ts'
import { server } from '../state/server.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Icon } from '../ui/icon.tsx'
import { LevelBadge } from './level-badge.tsx'
import { RuleRow } from './rule-row.tsx'
import { SentList } from './sent-list.tsx'

/** What watches the systems: alerts to fire and resolve, and what was sent about them. */
export function AlertsPane() {
  const alerting = useWorkspace((state) => state.alerting)
  return (
    <section class="pane cards-pane" aria-label="Alert source">
      <header class="pane-head">
        <Icon name="bell" size={20} />
        <h1>Alert source</h1>
        <div class="pane-topic">Alertmanager of this workspace, and an uptime check</div>
      </header>
      <div class="home-scroll">{alerting && <Alerts alerting={alerting} />}</div>
    </section>
  )
}

function Alerts({ alerting }: { alerting: Alerting }) {
  const { rules, storm, sent } = alerting
  const firing = rules.filter(({ since }) => since !== undefined).length + storm.firing
  return (
    <div class="cards">
      <section class="card" aria-label="Alerts to fire">
        <header>
          <h2>Fire an alert</h2>
          <span class="alerts-state" role="status">
            {firing === 0 ? 'All is well' : `${firing} firing`}
          </span>
          <AlertButton act={{ resolve: 'all' }} text="Resolve all" isOff={firing === 0} />
        </header>
        <ul>
          <StormRow storm={storm} />
          {ALERT_LEVELS.flatMap((level) =>
            rules.filter((rule) => rule.level === level).map((rule) => <RuleRow key={rule.id} rule={rule} />),
          )}
        </ul>
      </section>
      <SentList sent={sent} receiver={alerting.receiver} />
    </div>
  )
}

function StormRow({ storm: { total, firing } }: Pick<Alerting, 'storm'>) {
  return (
    <li class={`alert-rule ${firing > 0 ? 'firing' : ''}`}>
      <LevelBadge level="critical" />
      <span class="alert-name">
        <b>A storm: {total} alerts with one cause</b>
        <small>
          {firing > 0 ? `${firing} firing · ` : ''}six services notice that orders-db does not answer
        </small>
      </span>
      <AlertButton
        act={firing > 0 ? { resolve: 'storm' } : { fire: 'storm' }}
        text={firing > 0 ? 'Resolve' : 'Fire'}
        label={firing > 0 ? 'Resolve the storm' : 'Fire the storm'}
      />
    </li>
  )
}

type ButtonProps = { act: AlertAct; text: string; label?: string; isOff?: boolean }

/** One act of the source; busy until the workspace has taken it. */
export function AlertButton({ act: wanted, text, label, isOff = false }: ButtonProps) {
  const [busy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    await act(() => server.alert(wanted))
    setBusy(false)
  }
  return (
    <button
      type="button"
      class={`button small ${busy ? 'busy' : ''}`}
      disabled={busy || isOff}
      {...(label !== undefined && { 'aria-label': label })}
      onClick={send}
    >
      <span>{text}</span>
    </button>
  )
}
