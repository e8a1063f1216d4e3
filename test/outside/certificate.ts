import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A self-signed certificate for this machine, made anew so that none expires in the repository. X.509 v3 in DER. */
export function certificateForLoopback(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ecdsaWithSha256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'))
  const commonName = sequence(Buffer.from('0603550403', 'hex'), tagged(0x0c, Buffer.from('Tocsin test')))
  const name = sequence(tagged(0x31, commonName))
  const validity = sequence(utc('200101000000Z'), utc('491231235959Z'))
  // subjectAltName: localhost and 127.0.0.1; basicConstraints: an authority of its own
  const names = sequence(tagged(0x82, Buffer.from('localhost')), tagged(0x87, Buffer.from([127, 0, 0, 1])))
  const alternatives = sequence(Buffer.from('0603551d11', 'hex'), tagged(0x04, names))
  const constraints = sequence(
    Buffer.from('0603551d13', 'hex'),
    tagged(0x04, sequence(Buffer.from('0101ff', 'hex'))),
  )
  const body = sequence(
    tagged(0xa0, Buffer.from('020102', 'hex')),
    tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(constraints, alternatives)),
  )
  const proof = Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)])
  const der = sequence(body, ecdsaWithSha256, tagged(0x03, proof))
  // A last line that is just full must not leave an empty one behind it.
  const lines = der.toString('base64').replaceAll(/(.{64})(?=.)/g, '$1\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

const sequence = (...parts: Buffer[]) => tagged(0x30, Buffer.concat(parts))
const utc = (text: string) => tagged(0x17, Buffer.from(text))

function tagged(tag: number, content: Buffer): Buffer {
  const length = content.length
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}
