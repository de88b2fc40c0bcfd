import { AccessReport } from '../report/report';
export function htmlReport(report: AccessReport): string {
  return JSON.stringify(report);
}
