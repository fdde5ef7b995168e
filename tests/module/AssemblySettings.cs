// PSModulePath and the loaded assemblies belong to the process, and some tests look at exactly them.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
