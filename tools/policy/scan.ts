/** One check on one resource. */
export interface Finding {
  /** ID of the check, such as `CKV_AZURE_4`. */
  readonly check: string;

  /** What the check wants. */
  readonly title: string;

  /** Name of the resource in the synthesised JSON. */
  readonly resource: string;
}

/** What checkov says about one folder of synthesised stacks. */
export interface Scan {
  readonly version: string;
  readonly passed: readonly Finding[];
  readonly failed: readonly Finding[];

  /** Number of checks that a comment in the code suppresses. */
  readonly skipped: number;

  /** Number of files that checkov could not read. */
  readonly unreadable: number;
}

interface RawCheck {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
}

interface RawReport {
  readonly summary: { checkov_version: string; skipped: number; parsing_errors: number };
  readonly results: { passed_checks: RawCheck[]; failed_checks: RawCheck[] };
}

/** Reads what `checkov --output json` prints. */
export function parseScan(output: string): Scan {
  const report = JSON.parse(output) as RawReport | Partial<RawReport>[];
  if (Array.isArray(report) || !('results' in report)) {
    throw new Error('checkov has found no resource of Terraform');
  }
  const { summary, results } = report;

  return {
    version: summary.checkov_version,
    passed: findings(results.passed_checks),
    failed: findings(results.failed_checks),
    skipped: summary.skipped,
    unreadable: summary.parsing_errors,
  };
}

function findings(checks: readonly RawCheck[]): Finding[] {
  return checks.map(({ check_id: check, check_name: title, resource }) => ({
    check,
    title,
    // checkov reads cdktf's JSON as blocks named 'resource', except in checks between resources.
    resource: resource.split('.').slice(1).join('.'),
  }));
}
