import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkRules, today } from '../../access/check/check';
import { heading } from '../../access/check/in-words';
import { missingFrom } from '../../access/configured/assumed';
import { CommandFailed } from '../../access/command-failed';
import { ConfiguredAccess, configuredAccess } from '../../access/configured/configured-access';
import { LookupPlaces } from '../../access/configured/lookup-places';
import { lookupsOf } from '../../access/configured/lookups';
import { SynthesizedApp, synthesizedInto } from '../../access/configured/synthesized-app';
import { ClusterDiff, clusterDiffs } from '../../access/diff/clusters';
import { earlierClusters } from '../../access/diff/earlier-configuration';
import { withKeptMembers } from '../../access/diff/kept-members';
import { RepositoryRefused, revisionOf } from '../../access/diff/revision';
import { loadTenant } from '../../access/directory/load-tenant';
import { Tenant } from '../../access/directory/tenant';
import { AccessReport, accessReport } from '../../access/report/report';
import { AppConfig, loadConfig } from '../../app/config';
import { ReadFile } from '../../app/config/source';
import { tenantFileOf, tenantPathOf } from '../tenant-of';
import { LAST_COMMIT, Problem, Response, Subject, Told, Unnumbered } from './messages';
import { accessPart } from './page/access-part';
import { answerPart } from './page/answer';
import { changesPart, inShort } from './page/changes-part';
import { resourcesPart } from './page/resources-part';
import { wordsPart } from './page/words-part';
import { locatedWarnings, problemInWords, problemsOf } from './problems-of';

type Tell = (response: Unnumbered<Response>) => void;

/** What is compared with. */
interface Earlier {
  readonly of: string;

  /** Folder with what was synthesised of it. */
  readonly outdir: string;
  readonly clusters: ReadonlyMap<string | undefined, Pick<Cluster, 'app' | 'report'>>;

  /** Why there are none. */
  readonly error?: Error;
}

/** One cluster as it is configured at the moment. */
interface Cluster {
  readonly app: SynthesizedApp;
  readonly access: ConfiguredAccess;
  readonly report: AccessReport;
}

/** Reads, synthesises and evaluates a configuration again and again, with everything loaded that this needs. */
export class Evaluation {
  private earlier?: Earlier;
  private folders: string[] = [];

  /** What questions are answered by: what was evaluated last and is in order. */
  private clusters: readonly Cluster[] = [];
  private people = '';

  constructor(private readonly subject: Subject) {}

  /** Tells what has been read as soon as that is known, then what it means. */
  evaluate(tell: Tell): void {
    const { configuration, against } = this.subject;
    const files = new Set<string>([configuration, tenantPathOf(this.subject.tenant, configuration)]);
    const read = (file: string): Buffer => {
      files.add(file);
      return readFileSync(file);
    };
    if (against !== undefined) {
      noteFilesOf(against, read);
    }

    let config: AppConfig;
    let tenant: Tenant | undefined;
    try {
      config = loadConfig(configuration, process.env, read);
      const file = tenantFileOf(this.subject.tenant, configuration);
      tenant = file === undefined ? undefined : loadTenant(file);
    } catch (error) {
      tell({ what: 'read', files: [...files], problems: problemsOf(error) });
      return;
    }
    tell({ what: 'read', files: [...files], problems: [] });

    try {
      tell({ what: 'told', told: this.told(config, tenant) });
    } catch (error) {
      tell({ what: 'failed', problems: problemsOf(error) });
    }
  }

  /** Answers a question about a cluster, in markup. */
  answer(question: string, key: string): string {
    const cluster = this.cluster(key);
    return cluster === undefined
      ? ''
      : answerPart(question, { ...cluster, people: this.people, editor: this.subject.editor });
  }

  /** What the stacks of a cluster hold, in markup. */
  resources(key: string): string {
    const cluster = this.cluster(key);
    return cluster === undefined ? '' : resourcesPart(cluster.app, cluster.access, this.subject.editor);
  }

  private cluster(key: string): Cluster | undefined {
    return this.clusters.find(({ app }) => (app.config.key ?? '') === key);
  }

  private told(config: AppConfig, tenant: Tenant | undefined): Told {
    forgetTokens();
    const outdir = mkdtempSync(join(this.subject.folder, 'synth-'));
    const apps = synthesizedOrNothing(outdir, config);
    const clusters = apps.map((app): Cluster => {
      const access = configuredAccess(app, tenant);
      return { app, access, report: this.reportOf(access, tenant) };
    });
    this.keep(outdir);
    this.clusters = clusters;
    this.people = tenant
      ? `the tenant ${tenant.domain}`
      : `${this.subject.configuration}, and there is no tenant file`;

    const { diffs, against, noEarlier } = this.diffs(clusters, tenant);
    const parts = Object.fromEntries(
      clusters.flatMap(({ app: { config }, access, report }) => [
        [`access/${config.key ?? ''}`, accessPart(report)],
        [`words/${config.key ?? ''}`, wordsPart(access.access)],
      ]),
    );
    return {
      problems: [
        ...strangers(apps, tenant, this.subject.configuration),
        ...brokenRules(apps, tenant),
        ...locatedWarnings([...new Set(apps.flatMap(({ warnings }) => warnings))]),
      ],
      clusters: apps.map(({ config: { key = '', cluster } }) => ({ key, name: cluster.name })),
      parts: { ...parts, changes: changesPart(diffs, against) },
      inShort: inShort(diffs, against),
      outdir,
      ...(noEarlier !== undefined && { noEarlier }),
      ...(typeof diffs !== 'string' && this.earlier?.clusters.size && { earlier: this.earlier.outdir }),
    };
  }

  private reportOf(access: ConfiguredAccess, tenant: Tenant | undefined): AccessReport {
    const { configuration } = this.subject;
    return accessReport(access, { configuration, ...(tenant && { tenant: tenant.domain }) });
  }

  /** Who gains and loses what; a text in the place of that when there is nothing to compare with. */
  private diffs(
    clusters: readonly Cluster[],
    tenant: Tenant | undefined,
  ): { diffs: readonly ClusterDiff[] | string; against: string; noEarlier?: string } {
    const { against = LAST_COMMIT } = this.subject;
    try {
      const before = this.earlierClusters(against, tenant);
      const now = clusters.map(({ app, report }) => {
        const then = withKeptMembers(app, before.get(app.config.key)?.app);
        const changed = then === app ? report : this.reportOf(configuredAccess(then, tenant), tenant);
        return [app.config.key, changed] as const;
      });
      const earlier = [...before].map(([key, { report }]) => [key, report] as const);
      return { diffs: clusterDiffs(new Map(earlier), new Map(now)), against };
    } catch (error) {
      const isThere = this.subject.against !== undefined || !(error instanceof CommandFailed);
      const why = problemsOf(error).map(problemInWords).join('\n');
      return isThere
        ? { diffs: why, against, noEarlier: why }
        : {
            diffs: error instanceof RepositoryRefused ? why : 'There is no commit to compare with.',
            against,
          };
    }
  }

  /** Evaluated once for each commit and tenant. */
  private earlierClusters(against: string, tenant: Tenant | undefined): Earlier['clusters'] {
    const { configuration } = this.subject;
    const commit = revisionOf(configuration, against);
    const of = JSON.stringify([commit, tenant]);
    if (commit === undefined || this.earlier?.of !== of) {
      this.forgetEarlier();
      const outdir = mkdtempSync(join(this.subject.folder, 'earlier-'));
      this.earlier = { of, outdir, ...this.evaluated(against, outdir, tenant) };
    }
    if (this.earlier.error !== undefined) {
      throw this.earlier.error;
    }
    return this.earlier.clusters;
  }

  private evaluated(
    against: string,
    outdir: string,
    tenant: Tenant | undefined,
  ): Pick<Earlier, 'clusters' | 'error'> {
    try {
      const clusters = earlierClusters(this.subject.configuration, against, outdir).map((app) => {
        const report = this.reportOf(configuredAccess(app, tenant), tenant);
        return [app.config.key, { app, report }] as const;
      });
      return { clusters: new Map(clusters) };
    } catch (error) {
      return { clusters: new Map(), error: error as Error };
    }
  }

  private forgetEarlier(): void {
    if (this.earlier) {
      rmSync(this.earlier.outdir, { recursive: true, force: true });
      this.earlier = undefined;
    }
  }

  /** The folder before this one may be in use still. */
  private keep(outdir: string): void {
    this.folders.push(outdir);
    this.folders
      .splice(0, this.folders.length - 2)
      .forEach((old) => rmSync(old, { recursive: true, force: true }));
  }
}

/** Reads a file that is compared with, and what it extends. A revision is none, but a file that is gone may come back. */
function noteFilesOf(against: string, read: ReadFile): void {
  try {
    loadConfig(against, process.env, read);
  } catch {
    // The comparison says what is wrong with it.
  }
}

/** Of what cannot be synthesised, or has no room, nothing stays. */
function synthesizedOrNothing(outdir: string, config: AppConfig): SynthesizedApp[] {
  try {
    return synthesizedInto(outdir, config);
  } catch (error) {
    rmSync(outdir, { recursive: true, force: true });
    throw error;
  }
}

/**
 * cdktf keeps every token for as long as the process runs and, with it, the constructs that it is of. What was synthesised
 * before is written, and has no use for them.
 */
function forgetTokens(): void {
  const { __cdktfTokenMap: tokens } = globalThis as {
    __cdktfTokenMap?: {
      readonly stringTokenMap?: Map<string, unknown>;
      numberTokenMap?: Map<number, unknown>;
    };
  };
  tokens?.stringTokenMap?.clear();
  tokens?.numberTokenMap?.clear();
}

/** Who is named and not in the directory: a deployment would stop there. */
function strangers(
  apps: readonly SynthesizedApp[],
  tenant: Tenant | undefined,
  configuration: string,
): Problem[] {
  if (!tenant) {
    return [];
  }
  const lookups = lookupsOf(apps.flatMap(({ stacks }) => Object.values(stacks))).filter(
    ({ isRequired }) => isRequired,
  );
  const missing = missingFrom(tenant, lookups);
  return missing.length === 0
    ? []
    : new LookupPlaces(configuration)
        .problemsOf(missing, tenant, `the tenant ${tenant.domain}`)
        .map((problem) => ({ ...problem, severity: 'warning' }));
}

/** Rules of the configuration that are not kept, where they are broken. */
function brokenRules(apps: readonly SynthesizedApp[], tenant: Tenant | undefined): Problem[] {
  if (apps.every(({ config }) => Object.keys(config.rules).length === 0)) {
    return [];
  }
  return checkRules(apps, { ...(tenant && { tenant }), today: today() }).flatMap((result): Problem[] => {
    switch (result.outcome) {
      case 'broken':
        return result.findings.map(({ text, place }) => ({
          ...(place ?? result.place),
          key: `rule ${result.id}`,
          message: text,
          severity: 'warning',
        }));
      case 'pointless':
        return [{ ...result.place, message: heading(result), severity: 'warning' }];
      default:
        return [];
    }
  });
}
