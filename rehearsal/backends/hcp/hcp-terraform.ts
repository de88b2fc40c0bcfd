import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSignedCertificate } from '../certificate';
import { StateBackend } from '../state-backend';
import { TlsServer } from '../tls-server';
import { HcpApi } from './api';
import { Organization } from './organization';

/** A stand-in for HCP Terraform on loopback, with one organization, for the `cloud` and `remote` backends. */
export class HcpTerraform implements StateBackend {
  readonly name = 'hcp';
  readonly environment: Readonly<Record<string, string>>;

  private constructor(
    private readonly server: TlsServer,
    private readonly api: HcpApi,
    private readonly folder: string,
    readonly organization: Organization,
  ) {
    this.environment = this.environmentOf(organization.issueToken({ kind: 'user', name: 'platform-team' }));
  }

  static async start(organizationName: string): Promise<HcpTerraform> {
    const organization = new Organization(organizationName);
    const folder = mkdtempSync(join(tmpdir(), 'hcp-'));
    const tls = selfSignedCertificate();
    writeFileSync(join(folder, 'certificate.pem'), tls.certificate);

    const api: HcpApi = new HcpApi(organization, () => `https://${server.host}`);
    const server: TlsServer = await TlsServer.start(tls, (request) => api.answer(request));
    return new HcpTerraform(server, api, folder, organization);
  }

  /** What `hostname` wants. */
  get host(): string {
    return this.server.host;
  }

  /** Environment of a Terraform that runs as the holder of a token. */
  environmentOf(token: string): Record<string, string> {
    const file = join(this.folder, `${Buffer.from(token).subarray(0, 12).toString('hex')}.tfrc`);
    writeFileSync(file, `credentials "${this.host}" {\n  token = "${token}"\n}\n`, { mode: 0o600 });

    return { TF_CLI_CONFIG_FILE: file, SSL_CERT_FILE: join(this.folder, 'certificate.pem') };
  }

  redirect(settings: Record<string, unknown>): Record<string, unknown> {
    return { ...settings, hostname: this.host, organization: this.organization.name };
  }

  lockHolder(): Promise<string | undefined> {
    const [holder] = this.organization.workspaces.flatMap(({ lockedBy }) => lockedBy ?? []);
    return Promise.resolve(holder?.kind === 'user' ? holder.name : holder?.workspace);
  }

  refuseWrites(refuse: boolean): Promise<void> {
    this.api.isReadOnly = refuse;
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
