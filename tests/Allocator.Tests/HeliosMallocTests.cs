using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Helios.Allocator.Tests;

public sealed unsafe class HeliosMallocTests
{
    private const string Program = """
        #include <pthread.h>
        #include <stddef.h>
        #include <string.h>

        struct helios_malloc_table {
            void *(*malloc)(size_t);
            void *(*calloc)(size_t, size_t);
            void *(*realloc)(void *, size_t);
            void *(*aligned_alloc)(size_t, size_t);
            void (*free)(void *);
            size_t (*usable_size)(void *);
        };

        static void *work(void *argument)
        {
            struct helios_malloc_table *heap = argument;
            for (int round = 0; round < 2000; round++) {
                unsigned char *a = heap->malloc(100);
                unsigned char *b = heap->calloc(30, 40);
                unsigned char *c = heap->aligned_alloc(4096, 100);
                if (!a || !b || !c || ((size_t)c & 4095) || heap->usable_size(a) < 100)
                    return "allocation";
                for (int i = 0; i < 1200; i++)
                    if (b[i])
                        return "calloc is not zeroed";
                memset(a, 5, 100);
                a = heap->realloc(a, 5000);
                for (int i = 0; i < 100; i++)
                    if (a[i] != 5)
                        return "realloc lost bytes";
                heap->free(a);
                heap->free(b);
                heap->free(c);
                heap->free(NULL);
            }
            return NULL;
        }

        const char *run(struct helios_malloc_table heap)
        {
            pthread_t threads[4];
            void *failure = NULL;
            if (heap.malloc((size_t)-1) || heap.calloc((size_t)-1, 2) || heap.aligned_alloc(3, 16))
                return "the impossible was allocated";
            for (int i = 0; i < 4; i++)
                pthread_create(&threads[i], NULL, work, &heap);
            for (int i = 0; i < 4; i++) {
                void *result;
                pthread_join(threads[i], &result);
                if (result)
                    failure = result;
            }
            return failure;
        }
        """;

    private static readonly SlabAllocator s_heap = new();

    [Fact]
    public void The_table_works_through_its_pointers()
    {
        HeliosMallocTable table = HeliosMalloc.Use(s_heap);
        void* pointer = ((delegate* unmanaged<nuint, void*>)table.Malloc)(100);
        Assert.True(s_heap.Owns((nint)pointer));
        Assert.Equal(128u, ((delegate* unmanaged<void*, nuint>)table.UsableSize)(pointer));
        ((delegate* unmanaged<void*, void>)table.Free)(pointer);
        Assert.Throws<HeapMisuseException>(() => s_heap.SizeOf((nint)pointer));
    }

    [Fact]
    public void A_second_heap_is_refused()
    {
        HeliosMalloc.Use(s_heap);
        using SlabAllocator other = new();
        Assert.Throws<InvalidOperationException>(() => HeliosMalloc.Use(other));
    }

    [Fact]
    public void C_code_on_threads_of_its_own_can_use_the_heap()
    {
        string folder = Directory.CreateTempSubdirectory("helios-malloc").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "nothing.c"), "");
            Assert.SkipUnless(Compiles(folder, "nothing"), "gcc is not installed, or does not work here");
            File.WriteAllText(Path.Combine(folder, "heap.c"), Program);
            Assert.True(Compiles(folder, "heap"), "gcc does not compile heap.c");
            nint library = NativeLibrary.Load(Path.Combine(folder, "heap.so"));
            try
            {
                nint failure = ((delegate* unmanaged<HeliosMallocTable, nint>)NativeLibrary.GetExport(library, "run"))(HeliosMalloc.Use(s_heap));
                Assert.Null(Marshal.PtrToStringUTF8(failure));
            }
            finally
            {
                NativeLibrary.Free(library);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Compiles(string folder, string name)
    {
        try
        {
            using Process compiler = Process.Start(new ProcessStartInfo("gcc", ["-shared", "-fPIC", "-O1", "-pthread", "-o", name + ".so", name + ".c"]) { WorkingDirectory = folder })!;
            compiler.WaitForExit();
            return compiler.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
