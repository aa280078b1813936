package org.sceneremix.gan.metric;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.bytedeco.hdf5.Attribute;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.StrType;
import org.bytedeco.hdf5.global.hdf5;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Writes a tiny network as Keras does: one convolution 3x3 of 3 to 4 channels with ReLU, and a
 * pooling 2x2.
 */
final class KerasFile {

  static final int CHANNELS = 4;

  private static final String CONVOLUTION = "conv2d";

  private KerasFile() {}

  /** Weights {@code [row][column][in][out]}. */
  static float[] weights() {
    Random random = new Random(3);
    float[] weights = new float[3 * 3 * 3 * CHANNELS];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (0.3 * random.nextGaussian());
    }
    return weights;
  }

  static float[] biases() {
    return new float[] {0.1f, -0.2f, 0.3f, 0f};
  }

  static void write(Path path, boolean withPooling) {
    H5File file = new H5File(path.toString(), hdf5.H5F_ACC_TRUNC);
    Group top = file.openGroup("/");
    attribute(top, "keras_version", "2.6.0");
    attribute(top, "backend", "tensorflow");
    attribute(top, "model_config", config(withPooling));
    top._close();
    Group root = file.createGroup("model_weights");
    attribute(root, "keras_version", "2.6.0");
    attribute(root, "backend", "tensorflow");
    Group layer = root.createGroup(CONVOLUTION);
    attribute(layer, "weight_names", CONVOLUTION + "/kernel:0");
    Group inner = layer.createGroup(CONVOLUTION);
    data(inner, "kernel:0", weights(), 3, 3, 3, CHANNELS);
    data(inner, "bias:0", biases(), CHANNELS);
    // what is left open would keep the file from being closed
    inner._close();
    layer._close();
    root._close();
    file._close();
  }

  private static String config(boolean withPooling) {
    String input =
        """
        {"class_name":"InputLayer","name":"input_1","inbound_nodes":[],
         "config":{"batch_input_shape":[null,16,16,3],"dtype":"float32","sparse":false,"name":"input_1"}}""";
    String convolution =
        """
        {"class_name":"Conv2D","name":"conv2d","inbound_nodes":[[["input_1",0,0,{}]]],
         "config":{"name":"conv2d","trainable":true,"filters":4,"kernel_size":[3,3],"strides":[1,1],"padding":"valid",
          "data_format":"channels_last","dilation_rate":[1,1],"activation":"relu","use_bias":true,
          "kernel_initializer":{"class_name":"GlorotUniform","config":{"seed":null}},
          "bias_initializer":{"class_name":"Zeros","config":{}},"kernel_regularizer":null,"bias_regularizer":null,
          "activity_regularizer":null,"kernel_constraint":null,"bias_constraint":null}}""";
    String pooling =
        """
        {"class_name":"MaxPooling2D","name":"max_pooling2d","inbound_nodes":[[["conv2d",0,0,{}]]],
         "config":{"name":"max_pooling2d","trainable":true,"pool_size":[2,2],"padding":"valid","strides":[2,2],
          "data_format":"channels_last"}}""";
    return "{\"class_name\":\"Functional\",\"config\":{\"name\":\"tiny\",\"layers\":["
        + input
        + ","
        + convolution
        + (withPooling ? "," + pooling : "")
        + "],\"input_layers\":[[\"input_1\",0,0]],\"output_layers\":[[\""
        + (withPooling ? "max_pooling2d" : CONVOLUTION)
        + "\",0,0]]}}";
  }

  private static void attribute(Group group, String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StrType type = new StrType(PredType.C_S1(), bytes.length);
    Attribute attribute = group.createAttribute(name, type, new DataSpace(hdf5.H5S_SCALAR));
    attribute.write(type, new BytePointer(bytes));
    attribute._close();
  }

  private static void data(Group group, String name, float[] values, long... shape) {
    DataSpace space = new DataSpace(shape.length, shape);
    DataSet data = group.createDataSet(name, PredType.IEEE_F32LE(), space);
    data.write(new FloatPointer(values), PredType.NATIVE_FLOAT());
    data._close();
  }
}
