import { configuredAccess } from '../../access/configured/configured-access';
import { SynthesizedApp } from '../../access/configured/synthesized-app';
import { accessReport } from '../../access/report/report';
import { Finding } from './findings';

/** Whether there is a way in when Azure AD is down or the last administrator is gone, as far as the configuration tells. */
export function breakGlassFindings(app: SynthesizedApp): Finding[] {
  const { breakGlass } = accessReport(configuredAccess(app), { configuration: '' });
  if (!breakGlass) {
    return [];
  }
  const { localAccounts, administrators, text } = breakGlass;
  const hasAWay = localAccounts || administrators.length > 0;

  return [{ check: 'emergency', verdict: hasAWay ? 'ok' : 'odd', text: text.join('. ') }];
}
