"""Arguments: ending of the mesh, its vertices and triangles, its bounds."""
import sys
import numpy as np
import vtk
from vtk.util.numpy_support import vtk_to_numpy
from field import same

ending, vertices, triangles = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
bounds = [float(b) for b in sys.argv[4:]]
if ending == "glb":
    reader = vtk.vtkGLTFReader()
    reader.SetFileName("mesh.glb")
    reader.Update()
    flat = vtk.vtkCompositeDataGeometryFilter()
    flat.SetInputConnection(reader.GetOutputPort())
    flat.Update()
    mesh = flat.GetOutput()
    # glTF has y up
    x0, x1, y0, y1, z0, z1 = bounds
    bounds = [x0, x1, z0, z1, -y1, -y0]
else:
    reader = vtk.vtkPLYReader() if ending == "ply" else vtk.vtkOBJReader()
    reader.SetFileName("mesh." + ending)
    reader.Update()
    mesh = reader.GetOutput()
same("vertices", mesh.GetNumberOfPoints(), vertices)
same("triangles", mesh.GetNumberOfCells(), triangles)
same("bounds", mesh.GetBounds(), bounds, 1e-5)
if ending != "obj":  # VTK takes no colours from OBJ files
    colours = vtk_to_numpy(mesh.GetPointData().GetArray("RGB" if ending == "ply" else "COLOR_0"))
    same("a colour a vertex", len(colours), vertices)
    same("colours differ", np.ptp(colours) > 0, True)
normals = mesh.GetPointData().GetNormals() or mesh.GetPointData().GetArray("NORMAL")
same("unit normals", np.linalg.norm(vtk_to_numpy(normals), axis=1), np.ones(vertices), 1e-3)

edges = vtk.vtkFeatureEdges()
edges.SetInputData(mesh)
edges.BoundaryEdgesOn()
edges.NonManifoldEdgesOn()
edges.FeatureEdgesOff()
edges.ManifoldEdgesOff()
edges.Update()
same("open or doubled edges", edges.GetOutput().GetNumberOfCells(), 0)
