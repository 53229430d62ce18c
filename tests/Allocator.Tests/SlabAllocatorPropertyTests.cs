namespace Helios.Allocator.Tests;

public sealed class SlabAllocatorPropertyTests
{
    /// <summary>HELIOS_LONG=1 runs twenty times as many operations, the thread tests for a minute, and 400 kills.</summary>
    internal static int Scale { get; } = Environment.GetEnvironmentVariable("HELIOS_LONG") == "1" ? 20 : 1;

    [Theory]
    [InlineData(1, true, false)]
    [InlineData(2, false, false)]
    [InlineData(3, true, true)]
    [InlineData(4, false, true)]
    public void Random_operations_never_lose_or_change_a_byte(int seed, bool caches, bool shared)
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { ThreadCaches = caches, SharedName = shared ? "helios-test" : null, RetainBytes = 1 << 20 });
        HeapModel model = new(heap, seed);
        for (int i = 0; i < 20_000 * Scale; i++)
        {
            model.Step(maxBytes: 600_000);
            if (i % 500 == 0)
            {
                heap.Verify();
            }
        }

        model.CheckAll();
        model.FreeAll();
        heap.Trim();
        heap.Verify();
    }

    [Fact]
    public void Random_operations_under_checks_find_nothing()
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { Checked = true });
        HeapModel model = new(heap, 5);
        for (int i = 0; i < 5_000 * Scale; i++)
        {
            model.Step(maxBytes: 300_000);
        }

        model.CheckAll();
        model.FreeAll();
        heap.Trim();
        heap.Verify();
    }
}
