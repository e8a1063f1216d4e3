import { existsSync, readFileSync } from 'node:fs'

/** Loaded before the bot: its wall clock is off by as many milliseconds as a file says, at the start and when it is told to look. */
const file = process.env.CLOCK_OFFSET_FILE ?? ''
const machine = Date.now.bind(Date)
const read = () => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0)
let offset = read()
Date.now = () => machine() + offset
process.on('SIGUSR2', () => {
  offset = read()
})
