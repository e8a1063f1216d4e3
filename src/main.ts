/**
 * The process: refuses an old Node before anything native is loaded, starts the bot, prints one line, and
 * drains on SIGTERM. Half a configuration ends it with one sentence and exit 1.
 */
const OLDEST_NODE = 24

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  console.error(
    `Tocsin needs Node ${OLDEST_NODE} or newer; this is ${process.version}. Start it with: npm start`,
  )
  process.exit(1)
}

// Till the bot runs nothing is under way that the next start would not find.
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0))

// Loaded only now: the database's native part would crash an older Node.
const { start } = await import('./start.ts')
await start()
