import { useWorkspace } from '../state/workspace.ts'

/** What the app adds to the workspace. */
export function About() {
  const app = useWorkspace((state) => state.app)
  return (
    <div class="about">
      <h2>Commands</h2>
      {app.commands.map((command) => (
        <div key={command.command} class="about-item">
          <p>
            <code>
              {command.command} {command.usageHint}
            </code>
          </p>
          <p>{command.description}</p>
          <dl>
            {command.subcommands.map((sub) => (
              <div key={sub.text}>
                <dt>
                  <code>{sub.text}</code>
                </dt>
                <dd>{sub.description}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
      <h2>Shortcuts</h2>
      {app.shortcuts.map((shortcut) => (
        <div key={shortcut.callbackId} class="about-item">
          <b>{shortcut.name}</b> <small>({shortcut.type === 'global' ? 'anywhere' : 'on a message'})</small>
          <p>{shortcut.description}</p>
        </div>
      ))}
    </div>
  )
}
