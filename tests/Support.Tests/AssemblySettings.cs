// The rows start test programs, each of which may use both processors.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
