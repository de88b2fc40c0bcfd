import { signInTenant } from '../../app/config/sign-in-tenant';
import { existsSync, readFileSync } from 'node:fs';
import { blocksInHtml, blocksInMarkdown, blocksInText } from '../../access/card/blocks';
import { Card, cardOf, ClusterOfCard } from '../../access/card/card';
import { hostOf, kubeconfig, KUBECONFIG_MARK } from '../../access/card/kubeconfig';
import { convertKubeconfig, getCredentials } from '../../access/card/sign-in';
import { CommandFailed } from '../../access/command-failed';
import { configuredAccess } from '../../access/configured/configured-access';
import { SynthesizedApp } from '../../access/configured/synthesized-app';
import { Tenant } from '../../access/directory/tenant';
import { visible } from '../../lib/shared/visible';
import { complain, print, say } from '../terminal';
import { writeAtomically } from '../write-atomically';
import { writeInto } from '../write-into';

interface Options {
  readonly name: string;
  readonly tenant?: Tenant;
  readonly format?: string;
  readonly output?: string;
  readonly kubeconfig?: string;
}

const FORMS: Readonly<Record<string, (card: Card) => string>> = {
  text: ({ blocks }) => blocksInText(blocks),
  markdown: ({ blocks }) => blocksInMarkdown(blocks),
  html: ({ title, blocks }) => blocksInHtml(title, blocks),
};

/**
 * Prints or writes the card of an account, and the kubeconfig that goes with it.
 *
 * @returns whether anybody is called so
 */
export function tellCard(apps: readonly SynthesizedApp[], options: Options): boolean {
  const { name, tenant, format, output, kubeconfig: file } = options;
  if (file !== undefined) {
    refuseForeign(file);
  }
  const card = cardOf(
    name,
    apps.map((app): ClusterOfCard => {
      const tenantId = signInTenant(app.config) ?? tenant?.tenantId;
      return {
        config: app.config,
        configured: configuredAccess(app, tenant),
        ...(tenantId !== undefined && { tenantId }),
      };
    }),
  );
  if (output === undefined) {
    print(FORMS[format ?? 'text']!(card));
  } else {
    const base = visible(name).replace(/[^\w@.-]+/g, '-');
    writeInto(output, [
      [`${base}.md`, FORMS.markdown!(card)],
      [`${base}.html`, FORMS.html!(card)],
    ]).forEach((path) => say(path));
  }
  if (file !== undefined) {
    writeKubeconfig(file, card);
  }
  return card.isKnown;
}

function refuseForeign(file: string): void {
  if (existsSync(file) && !isOwn(file)) {
    throw new CommandFailed(
      `--kubeconfig ${file}: this was not written by 'access --for' and stays as it is; name a file that is not there yet`,
    );
  }
}

function isOwn(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').startsWith(KUBECONFIG_MARK);
  } catch {
    return false;
  }
}

function writeKubeconfig(file: string, { clusters, isPipeline }: Card): void {
  const found = clusters.map(({ config }) => ({
    config,
    // kubelogin signs in to the legacy integration by its two applications, whose IDs az aks get-credentials knows.
    host: config.aad.mode === 'legacy' ? undefined : hostOf(config),
  }));
  const known = found.flatMap(({ config, host }) => (host ? [{ config, host }] : []));
  if (known.length > 0) {
    writeAtomically(file, kubeconfig(known, isPipeline), 0o600);
    complain(visible(`${file}: ${known.map(({ config }) => config.key ?? config.cluster.name).join(', ')}`));
  }
  if (clusters.length === 0) {
    complain(visible(`${file} is not written: there is no cluster to sign in to.`));
  }
  for (const { config, host } of found) {
    if (!host) {
      complain(
        visible(
          `Where cluster '${config.cluster.name}' answers is not known here, as no local state says it: ` +
            `${getCredentials(config, file)} && ${convertKubeconfig(config, isPipeline, file)}`,
        ),
      );
    }
  }
}
