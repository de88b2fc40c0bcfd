import { RbacBinding, RbacRole, RbacSubject } from '../../../lib';
import { defineOneBinding } from './one-binding';

// As `import { … } from 'cdktf-aks-aad'`.
defineOneBinding({ RbacBinding, RbacRole, RbacSubject });
