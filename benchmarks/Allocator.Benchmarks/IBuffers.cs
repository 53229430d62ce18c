namespace Helios.Allocator.Benchmarks;

/// <summary>One way to get buffers. Implemented by structs, so that every loop is compiled for its competitor without virtual calls.</summary>
internal interface IBuffers<T>
{
    static abstract string Name { get; }

    static abstract bool IsAvailable { get; }

    static abstract T Take(int bytes);

    static abstract void Give(T buffer);

    /// <summary>Writes the first byte of each page, so that the memory is really there.</summary>
    static abstract void Touch(T buffer, int bytes);
}
