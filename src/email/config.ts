/** Where mail is handed over. */
export type SmtpConfig = {
  host: string
  port: number
  /**
   * `wrapped`: TLS from the first byte. `starttls`: no word without it. Both verify the certificate. `local`: the
   * server is on this machine, so TLS is used if it is there, whatever its certificate.
   */
  tls: 'wrapped' | 'starttls' | 'local'
  auth?: { user: string; pass: string }
  /** A certificate that is trusted beside those of the system, in PEM. */
  ca?: string
}

/** Who a mail is from; `name` may be empty. Bounces come to this address. */
export type Sender = { name: string; address: string }

export type EmailConfig = { smtp: SmtpConfig; from: Sender }

/** `tocsin.example.com` of its address: whose name stands in identifiers. */
export function domainOf({ address }: Sender): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
