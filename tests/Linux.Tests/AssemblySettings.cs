// Tests here count this process's descriptors and children, so they run one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
