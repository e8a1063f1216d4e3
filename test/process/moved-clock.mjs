import { readFileSync } from 'node:fs'

/** Loaded before the bot: its wall clock is off by as many milliseconds as a file says when it is told to look. */
const file = process.env.CLOCK_OFFSET_FILE ?? ''
const machine = Date.now.bind(Date)
let offset = 0
Date.now = () => machine() + offset
process.on('SIGUSR2', () => {
  offset = Number(readFileSync(file, 'utf8'))
})
