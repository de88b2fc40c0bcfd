import { z } from 'zod';
import { AksNginxController } from '../../../lib/aks-add-ons';
import * as azure from './azure-fields';
import * as field from './fields';

/** What AKS runs in the cluster, in the section `cluster` of aks.yaml. */

const webAppRouting = z
  .strictObject({
    dnsZoneIds: field
      .list(azure.dnsZoneId())
      .optional()
      .describe(
        'Resource IDs of the DNS zones, public or private, in which it makes records. Default: none.',
      ),
    defaultNginxController: z
      .enum(AksNginxController)
      .optional()
      .describe('Which controller it makes by itself. Not with legacy AAD. Default: AnnotationControlled.'),
  })
  .describe('Application routing: an NGINX ingress that AKS manages; {} for the defaults. Default: none.');

const serviceMesh = z
  .strictObject({
    revisions: field
      .list(field.text(/^asm-[0-9]+-[0-9]+$/, 'use a revision, such as asm-1-25 (az aks mesh get-revisions)'))
      .min(1, { error: 'name at least one revision' })
      .max(2, { error: 'name one revision, or two while it is upgraded' })
      .describe('Revisions of the control plane; two while it is upgraded.'),
    internalIngressGateway: z
      .boolean()
      .optional()
      .describe('Whether there is an ingress gateway in the virtual network. Default: false.'),
    externalIngressGateway: z
      .boolean()
      .optional()
      .describe('Whether there is an ingress gateway with a public address. Default: false.'),
  })
  .describe('Istio as AKS manages it. Not with legacy AAD. Default: none.');

export const addOns = z
  .strictObject({
    keda: z.boolean().optional().describe('Whether KEDA scales workloads by events. Default: false.'),
    verticalPodAutoscaler: z
      .boolean()
      .optional()
      .describe('Whether the Vertical Pod Autoscaler sets what pods request. Default: false.'),
    webAppRouting: webAppRouting.optional(),
    serviceMesh: serviceMesh.optional(),
  })
  .describe('What AKS runs in the cluster on request.');
