// Names of containers are the machine's: two tests with a container of the same name cannot run side by side.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
