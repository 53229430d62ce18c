namespace Helios.Simulation;

/// <summary>The natural logarithm by additions, multiplications and divisions alone.</summary>
/// <remarks>
/// <see cref="Math.Log(double)"/> calls the C library, whose last bit depends on its version and on the processor; IEEE 754 fixes the four operations
/// to the bit. A simulation must give the same bytes everywhere.
/// </remarks>
internal static class Logarithm
{
    private const double Ln2 = 0.693147180559945309417232121458;

    /// <param name="x">More than 0 and finite.</param>
    internal static double Of(double x)
    {
        int exponent = 0;
        for (; x < 0.75; exponent--)
        {
            x *= 2;
        }

        for (; x > 1.5; exponent++)
        {
            x /= 2;
        }

        // ln x = 2 artanh((x - 1) / (x + 1)); with x from 0.75 to 1.5 the argument is at most 0.2 and 14 terms are below the last bit.
        double z = (x - 1) / (x + 1);
        double square = z * z;
        double power = z;
        double sum = 0;
        for (int n = 1; n <= 27; n += 2)
        {
            sum += power / n;
            power *= square;
        }

        return (2 * sum) + (exponent * Ln2);
    }
}
