import { ResourceRequest, ruleAllows } from '../../access/rbac/authorizer';
import { AccessReport, SubjectKind } from '../../access/report/report';

/** What a reader of the JSON report concludes. */
export function reportAllows(
  report: AccessReport,
  kind: SubjectKind,
  name: string,
  request: ResourceRequest,
): boolean {
  const subject = report.subjects.find((one) => one.kind === kind && one.name === name);
  const bindings = (subject?.places ?? [])
    .filter(({ namespace }) => namespace === undefined || namespace === request.namespace)
    .flatMap(({ grants }) => grants.map(({ binding }) => binding));
  const roles = report.bindings.filter(({ id }) => bindings.includes(id)).map(({ role }) => role);
  const rules = report.roles.filter(({ id }) => roles.includes(id)).flatMap((role) => role.rules ?? []);
  return rules.some((rule) => ruleAllows(rule, request));
}
