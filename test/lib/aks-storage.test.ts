import { clusterArguments } from './sample-cluster';

test('a driver that is not named is as AKS has it', () => {
  expect(clusterArguments({ storage: { blobDriver: true, fileDriver: false } }).storage_profile).toEqual({
    blob_driver_enabled: true,
    disk_driver_enabled: true,
    file_driver_enabled: false,
    snapshot_controller_enabled: true,
  });
  expect(clusterArguments()).not.toHaveProperty('storage_profile');
});
