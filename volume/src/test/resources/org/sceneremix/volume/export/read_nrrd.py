# of all of vtk, the parallel reader would take the place of this one and ask for MPI
from vtkmodules.vtkIOImage import vtkNrrdReader
from vtkmodules.util.numpy_support import vtk_to_numpy
from field import colour, extinction, low, nx, ny, nz, same, voxel

reader = vtkNrrdReader()
reader.SetFileName("field.nrrd")
reader.SetFileDimensionality(3)
reader.Update()
image = reader.GetOutput()
same("dimensions", image.GetDimensions(), (nx, ny, nz))
same("spacing", image.GetSpacing(), voxel, 1e-12)
same("origin", image.GetOrigin(), low + voxel / 2, 1e-12)
values = vtk_to_numpy(image.GetPointData().GetScalars()).reshape(nz, ny, nx, 4)
same("colour", values[..., :3], colour, 1e-6)
same("extinction", values[..., 3], extinction, 1e-6)
