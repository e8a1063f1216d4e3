import { installPlatform } from './platform/install.ts'

await installPlatform()
// Only now: everything below is loaded onto the simulated platform.
await import('./main.ts')
