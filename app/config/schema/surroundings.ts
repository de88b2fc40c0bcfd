import { z } from 'zod';
import { PROXY_URL } from '../../../lib/shared/azure-limits';
import * as azure from './azure-fields';
import * as field from './fields';

/** What nodes have around them, in the section `cluster` of aks.yaml. */

export const httpProxy = z
  .strictObject({
    http: field
      .text(/^http:\/\/[^\s/@?#]+\/?$/, 'use http://<host>:<port>/, with no user and no password')
      .optional()
      .describe('URL of the proxy for HTTP, http://<host>:<port>/. Default: none.'),
    https: field
      .text(PROXY_URL, 'use http://<host>:<port>/ or https://…, with no user and no password')
      .optional()
      .describe('URL of the proxy for HTTPS. Default: none.'),
    noProxy: field
      .list(field.label())
      .optional()
      .describe(
        'Domains, addresses and ranges that are reached without it, a subnet of your own among them. Default: what AKS adds.',
      ),
    trustedCa: field
      .label()
      .optional()
      .describe('Certificate of the authority of the proxy, as base64 of PEM. Default: none.'),
  })
  .describe('The proxy through which nodes and pods reach the internet. Default: none.');

export const storage = z
  .strictObject({
    blobDriver: z
      .boolean()
      .optional()
      .describe('Whether volumes may be containers of Azure Blob Storage. Default: false.'),
    diskDriver: z.boolean().optional().describe('Whether volumes may be Azure disks. Default: true.'),
    fileDriver: z
      .boolean()
      .optional()
      .describe('Whether volumes may be shares of Azure Files. Default: true.'),
    snapshotController: z
      .boolean()
      .optional()
      .describe('Whether there may be snapshots of volumes. Default: true.'),
  })
  .describe('Which drivers of storage AKS runs in the cluster.');

export const kubeletIdentity = z
  .strictObject({
    userAssignedIdentityId: azure
      .userAssignedIdentityId()
      .describe('Resource ID of an identity that exists already (az identity show --query id).'),
    clientId: field
      .uuid('the client ID of the identity (az identity show --query clientId)')
      .describe('Its client ID.'),
    objectId: field
      .uuid('the object ID of the identity (az identity show --query principalId)')
      .describe('Its object (principal) ID.'),
  })
  .describe(
    'With which identity nodes pull images and reach Azure; needs identity, which must be a Managed Identity Operator of it. Default: one that AKS makes.',
  );

export const identityRole = z
  .strictObject({
    role: z
      .enum(['AcrPull', 'NetworkContributor', 'PrivateDnsZoneContributor'])
      .describe(
        'AcrPull lets the nodes pull images; NetworkContributor and PrivateDnsZoneContributor are for the control plane.',
      ),
    resourceId: azure
      .registryOrNetworkId()
      .describe('Resource ID of the registry, or of the subnet, route table or private DNS zone.'),
    import: azure
      .roleAssignmentId()
      .optional()
      .describe('Takes over an existing assignment, by its ID (az role assignment list --scope <resource>).'),
  })
  .describe('An Azure role that the cluster itself needs outside of it, assigned by the cluster stack.');
