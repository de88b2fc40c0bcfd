import { RbacBinding } from '../../../lib/rbac-binding';
import { RbacRole } from '../../../lib/rbac-role';
import { RbacSubject } from '../../../lib/rbac-subject';
import { defineOneBinding } from './one-binding';

// As `import { RbacBinding } from 'cdktf-aks-aad/rbac-binding'`.
defineOneBinding({ RbacBinding, RbacRole, RbacSubject });
