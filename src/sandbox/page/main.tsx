import { render } from 'preact'
import { App } from './shell/app.tsx'
import { startTheme } from './state/theme.ts'

startTheme()
const root = document.getElementById('root')
if (root) render(<App />, root)
