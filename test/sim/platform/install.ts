import './real.ts'
import { installDisk } from './disk.ts'
import { installElsewhere } from './elsewhere.ts'
import { installHttp } from './http.ts'
import { installParsing } from './parsing.ts'
import { installRandom } from './random.ts'
import { installSockets } from './sockets.ts'
import { installThreads } from './threads.ts'
import { installTime } from './time.ts'
import { installUndici } from './undici.ts'

/**
 * Puts a simulated platform under everything that is loaded from here on: clocks, timers, chance, HTTP, WebSockets,
 * threads, and a seam around each statement of SQLite. Our code and that of the libraries is the real one, unchanged.
 */
export async function installPlatform(): Promise<void> {
  installTime()
  installRandom()
  installDisk()
  installHttp()
  installThreads()
  installUndici()
  installSockets()
  await installElsewhere()
  installParsing()
}
